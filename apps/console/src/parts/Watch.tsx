/** What the field says about a device: SOUP findings, evidence, events. */
import type { DeviceEvent, DeviceView, SoupFindingView } from '@pericard/protocol/operator-api'
import type { ReactElement } from 'react'
import type { LinkState } from '../state/api.ts'
import { Lowers } from './Lowers.tsx'
import { Empty, Panel, Time, Verdict } from './Marks.tsx'

export function SoupPanel({
  soup,
  onEvent,
}: {
  readonly soup: DeviceView['soup']
  readonly onEvent: (event: string) => void
}): ReactElement {
  const note =
    soup.dataAsOf === undefined ? 'No advisories loaded yet.' : `Advisories as of ${soup.dataAsOf}.`
  if (soup.findings.length === 0)
    return (
      <Panel title="Third-party software" note={note}>
        <Empty title="No known vulnerability matches">
          {soup.dataAsOf === undefined
            ? 'Load advisories: send OSV records, one per line, to POST /api/advisories.'
            : 'The SBOM was matched against every advisory loaded.'}
        </Empty>
      </Panel>
    )
  return (
    <Panel title="Third-party software" note={`${note} What lowers a depth comes first.`}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">Vulnerability</th>
            <th scope="col">Component</th>
            <th scope="col">What it does to this device</th>
          </tr>
        </thead>
        <tbody>
          {soup.findings.map((finding) => (
            <SoupLine key={`${finding.vulnerability}@${finding.purl}`} finding={finding} onEvent={onEvent} />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function SoupLine({
  finding,
  onEvent,
}: {
  readonly finding: SoupFindingView
  readonly onEvent: (event: string) => void
}): ReactElement {
  const { event, lowers } = finding
  return (
    <tr>
      <td>
        <span className="mono">{finding.vulnerability}</span> <span className="dim">{finding.severity}</span>
        <p className="dim">{finding.summary}</p>
        {finding.decision !== undefined && (
          <p className="dim">
            Decided by {finding.decision.by}: {finding.decision.status.replaceAll('_', ' ')}
            {finding.decision.reopened !== undefined &&
              `. Open again: ${finding.decision.reopened.join('; ')}`}
          </p>
        )}
      </td>
      <td>
        {finding.component} <span className="mono">{finding.version}</span>
      </td>
      <td>
        <Lowers lowers={lowers} because={finding.because} />
        {event !== undefined && lowers.length > 0 && (
          <button type="button" className="plain" onClick={() => onEvent(event)}>
            Assume {event}
          </button>
        )}
      </td>
    </tr>
  )
}

export function EvidencePanel({ evidence }: { readonly evidence: DeviceView['evidence'] }): ReactElement {
  return (
    <Panel title="Evidence" note="What probes saw when they attacked this device.">
      {evidence.length === 0 ? (
        <Empty title="Nothing is proven yet">
          Run <code>pericard prove device.yaml</code> against the running device; its evidence arrives here.
        </Empty>
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Result</th>
              <th scope="col">Control and probe</th>
              <th scope="col">What the probe saw</th>
            </tr>
          </thead>
          <tbody>
            {evidence.map(({ probe, control, result, saw, at, fresh }) => (
              <tr key={`${probe}@${control}@${at}`}>
                <td>
                  <Verdict kind={result === 'held' ? 'good' : result === 'failed' ? 'bad' : 'warn'}>
                    {result}
                  </Verdict>{' '}
                  {!fresh && <Verdict kind="warn">stale</Verdict>}
                </td>
                <td>
                  <span className="mono">{control}</span>
                  <p className="dim mono">{probe}</p>
                </td>
                <td>
                  {saw}
                  <p className="dim">
                    {fresh ? 'Fresh, ' : 'Too old to count, '}
                    <Time at={at} />
                  </p>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

export function LinkMark({ link }: { readonly link: LinkState }): ReactElement {
  const kind = { live: 'good', connecting: 'warn', lost: 'bad' } as const
  const text = { live: 'Live', connecting: 'Connecting', lost: 'Reconnecting' }[link]
  return (
    <span role="status" aria-live="polite">
      <Verdict kind={kind[link]}>{text}</Verdict>
    </span>
  )
}

export function EventsPanel({ events }: { readonly events: readonly DeviceEvent[] }): ReactElement {
  return (
    <Panel title="Events" note="Newest first, as the fleet receives them. Never patient data.">
      {events.length === 0 ? (
        <Empty title="No events yet">They appear here as soon as the device reports one.</Empty>
      ) : (
        <ul className="log">
          {events.map((event) => (
            <li key={event.sequence}>
              <Time at={event.at} /> <strong>{event.kind}</strong> <span>{event.detail}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
