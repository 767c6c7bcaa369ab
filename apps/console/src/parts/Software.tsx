import type { ComponentSoftware } from '@pericard/protocol/operator-api'
import type { ReactElement } from 'react'
import { Time, Verdict } from './Marks.tsx'

/** What runs on a device, a line for each component, as its updater says; what went wrong stands out. */
export function Software({ software }: { readonly software: readonly ComponentSoftware[] }): ReactElement {
  return (
    <ul className="software" aria-label="Software">
      {software.map((each) => (
        <li key={each.component}>
          {each.component === '' ? (
            <span>the updater</span>
          ) : (
            <span>
              <span className="mono">{each.component}</span>{' '}
              {each.running === undefined
                ? 'runs a release that it has not named'
                : `runs release ${each.running}`}
            </span>
          )}
          <Verdict kind={each.failed ? 'bad' : isDone(each) ? 'good' : 'warn'}>{sentence(each)}</Verdict>
          <span className="dim">
            <Time at={each.at} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function isDone({ last }: ComponentSoftware): boolean {
  return last === 'up-to-date' || last === 'kept'
}

function sentence({ last, number, code }: ComponentSoftware): string {
  const release = number === undefined ? 'an update' : `release ${number}`
  switch (last) {
    case 'up-to-date':
      return 'up to date'
    case 'kept':
      return `${release} was tried and kept`
    case 'waiting':
      return `${release} waits until the device is idle`
    case 'restart':
      return `${release} is tried at the next start`
    case 'returned':
      return `${release} did not work; the one before runs again`
    case 'unhealthy':
      return 'does not work with the release on trial'
    case 'refused':
      return `update refused${code === undefined ? '' : `: ${code}`}`
  }
}
