/** The address bar is the console's state: where we are, at which level, and what is assumed. */
import { useSyncExternalStore } from 'react'

const changed = new EventTarget()

export function useAddress(): URL {
  const href = useSyncExternalStore(subscribe, () => globalThis.location.href)
  return new URL(href)
}

export function navigate(to: string): void {
  globalThis.history.pushState(null, '', to)
  changed.dispatchEvent(new Event('change'))
  globalThis.scrollTo(0, 0)
}

/** Changes the query in place, so that Back leaves the device and does not replay each click. */
export function replaceQuery(query: URLSearchParams): void {
  const text = query.toString().replaceAll('%3A', ':')
  globalThis.history.replaceState(null, '', text === '' ? globalThis.location.pathname : `?${text}`)
  changed.dispatchEvent(new Event('change'))
}

function subscribe(tell: () => void): () => void {
  changed.addEventListener('change', tell)
  globalThis.addEventListener('popstate', tell)
  return () => {
    changed.removeEventListener('change', tell)
    globalThis.removeEventListener('popstate', tell)
  }
}
