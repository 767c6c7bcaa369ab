import type { SoupTriageRow } from '@pericard/protocol/operator-api'
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { Lowers } from './Lowers.tsx'
import { Panel, Verdict } from './Marks.tsx'

/** One finding with all that is known of it. */
export function FindingPanel({
  row: { release, finding },
  onDecide,
}: {
  readonly row: SoupTriageRow
  readonly onDecide: () => void
}): ReactElement {
  const { decision } = finding
  return (
    <Panel
      title={`${finding.vulnerability} in ${finding.component} ${finding.version}`}
      note={`${release.name} ${release.version}, ${release.devices} ${release.devices === 1 ? 'device' : 'devices'}`}
      aside={
        <Button size="compact-sm" variant="default" onClick={onDecide}>
          Decide (d)
        </Button>
      }
    >
      <p className="marks">
        {finding.exploitedSince !== undefined && (
          <Verdict kind="bad">exploited since {finding.exploitedSince}</Verdict>
        )}
        {finding.severity !== undefined && <Verdict kind="warn">CVSS {finding.severity}</Verdict>}
        {finding.safetyClass !== undefined && <Verdict kind="warn">class {finding.safetyClass}</Verdict>}
      </p>
      <p>{finding.summary}</p>
      <h3>What it does to a device of this release</h3>
      <Lowers lowers={finding.lowers} because={finding.because} />
      {decision !== undefined && (
        <>
          <h3>What was decided</h3>
          <p>
            {decision.status.replaceAll('_', ' ')}, by {decision.by}: {decision.because}
          </p>
          {decision.reopened?.map((why) => (
            <p key={why}>
              <Verdict kind="warn">open again</Verdict> {why}
            </p>
          ))}
        </>
      )}
      <p className="dim mono">
        {[finding.purl, ...finding.aliases].filter((name) => name !== '').join(' · ')}
      </p>
    </Panel>
  )
}
