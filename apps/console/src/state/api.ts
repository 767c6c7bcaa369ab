/** Calls to the fleet's operator API. The session is a cookie that this code can not read. */
import type {
  DeviceEvent,
  DeviceSummary,
  DeviceView,
  Refusal,
  SoupAlertView,
  SoupComponent,
  SoupDecisionRequest,
  SoupPlace,
  SoupRelease,
  SoupTriage,
} from '@pericard/protocol/operator-api'
import { useCallback, useEffect, useRef, useState } from 'react'

export type ApiErrorCode = 'API_SIGNED_OUT' | 'API_REFUSED' | 'API_UNREACHABLE'

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ApiErrorCode
  constructor(code: ApiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: ApiError }
  | { readonly state: 'ready'; readonly value: T }

export function useDevices(): Loaded<readonly DeviceSummary[]> {
  return useJson<readonly DeviceSummary[]>('/api/devices').loaded
}

export function useDevice(id: string): { loaded: Loaded<DeviceView>; reload: () => void } {
  return useJson<DeviceView>(`/api/devices/${encodeURIComponent(id)}`)
}

export function useReleases(): Loaded<readonly SoupRelease[]> {
  return useJson<readonly SoupRelease[]>('/api/soup/releases').loaded
}

export function useAlerts(): Loaded<readonly SoupAlertView[]> {
  return useJson<readonly SoupAlertView[]>('/api/soup/alerts').loaded
}

/** Who is signed in. */
export function useMe(): Loaded<{ readonly name: string }> {
  return useJson<{ readonly name: string }>('/api/me').loaded
}

/** What is open in the field, worst first. */
export function useTriage(): { loaded: Loaded<SoupTriage>; reload: () => void } {
  return useJson<SoupTriage>('/api/soup/triage')
}

export function useComponents(release: string): Loaded<readonly SoupComponent[]> {
  return useJson<readonly SoupComponent[]>(`/api/soup/releases/${encodeURIComponent(release)}/components`)
    .loaded
}

/** Where a vulnerability is open, or a component is built in. */
export function usePlaces(asked: string): Loaded<readonly SoupPlace[]> {
  const name = encodeURIComponent(asked)
  const isVulnerability = /^[A-Z][A-Z0-9]*-/.test(asked)
  return useJson<readonly SoupPlace[]>(
    isVulnerability ? `/api/soup/vulnerabilities/${name}` : `/api/soup/components?name=${name}`,
  ).loaded
}

/** Decides about a finding in the name of who is signed in. @throws {ApiError} */
export async function decide(decision: SoupDecisionRequest): Promise<void> {
  await post('/api/soup/decisions', decision)
}

/** Withdraws a device. @throws {ApiError} */
export async function withdraw(id: string, how: 'revoke' | 'stolen'): Promise<void> {
  await post(`/api/devices/${encodeURIComponent(id)}/${how}`)
}

export type LinkState = 'connecting' | 'live' | 'lost'

/** Events as they arrive, newest first, at most `eventsMax`: a page left open for a week must not grow. */
export function useEvents(id: string): { readonly link: LinkState; readonly events: readonly DeviceEvent[] } {
  const [link, setLink] = useState<LinkState>('connecting')
  const [events, setEvents] = useState<readonly DeviceEvent[]>([])
  useEffect(() => {
    setEvents([])
    setLink('connecting')
    const source = new EventSource(`/api/devices/${encodeURIComponent(id)}/stream`)
    source.addEventListener('open', () => setLink('live'))
    source.addEventListener('error', () => setLink('lost'))
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      setEvents((old) => [JSON.parse(data) as DeviceEvent, ...old].slice(0, eventsMax))
    })
    return () => source.close()
  }, [id])
  return { link, events }
}

const eventsMax = 200

/** Asks the fleet again when an event came, for evidence may have come with it; once a second, however many come. */
export function useNews(sequence: number | undefined, reload: () => void): void {
  const timer = useRef<number>(undefined)
  useEffect(() => {
    if (sequence === undefined || timer.current !== undefined) return
    timer.current = globalThis.window.setTimeout(() => {
      timer.current = undefined
      reload()
    }, 1000)
  }, [sequence, reload])
  useEffect(() => () => globalThis.clearTimeout(timer.current), [])
}

function useJson<T>(path: string): { loaded: Loaded<T>; reload: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const abort = new AbortController()
    request(path, { signal: abort.signal })
      .then(async (response) => setLoaded({ state: 'ready', value: (await response.json()) as T }))
      .catch((error: unknown) => {
        if (abort.signal.aborted) return
        const known = error instanceof ApiError
        setLoaded({ state: 'failed', error: known ? error : unreachable(error) })
      })
    return () => abort.abort()
  }, [path, turn])
  const reload = useCallback(() => setTurn((old) => old + 1), [])
  return { loaded, reload }
}

/** The header is one that no form of another site can send (CSRF). */
async function post(path: string, body?: object): Promise<void> {
  await request(path, {
    method: 'POST',
    headers: { 'x-pericard': '1' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function request(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch((error: unknown) => {
    throw unreachable(error)
  })
  if (response.ok) return response
  if (response.status === 401) throw new ApiError('API_SIGNED_OUT', 'You are signed out.')
  throw new ApiError('API_REFUSED', await refusalOf(response))
}

async function refusalOf(response: Response): Promise<string> {
  const fallback = `The fleet server answered ${response.status}.`
  try {
    const { message, code } = (await response.json()) as Partial<Refusal>
    return message === undefined ? fallback : `${message} (${code ?? response.status})`
  } catch {
    return fallback
  }
}

function unreachable(cause: unknown): ApiError {
  return new ApiError('API_UNREACHABLE', 'The fleet server does not answer. Is it still running?', { cause })
}
