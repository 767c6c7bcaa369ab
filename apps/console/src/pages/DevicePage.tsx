import type { DeviceView } from '@pericard/protocol/operator-api'
import { SegmentedControl } from '@mantine/core'
import { useMemo, useState, type ReactElement } from 'react'
import { AttackPanel } from '../parts/AttackPanel.tsx'
import { DepthTable } from '../parts/DepthTable.tsx'
import { Panel, Time } from '../parts/Marks.tsx'
import { Registers } from '../parts/Registers.tsx'
import { Software } from '../parts/Software.tsx'
import { DeviceStatus } from '../parts/Status.tsx'
import { EventsPanel, EvidencePanel, LinkMark, SoupPanel } from '../parts/Watch.tsx'
import { WhatIfPanel } from '../parts/WhatIfPanel.tsx'
import { Withdraw } from '../parts/Withdraw.tsx'
import { useDevice, useEvents, useNews, type LinkState } from '../state/api.ts'
import { replaceQuery, useAddress } from '../state/router.ts'
import {
  goalKey,
  goalRows,
  levels,
  readWhatIf,
  toggled,
  writeWhatIf,
  type GoalRow,
} from '../state/what-if.ts'
import { Waiting } from './Waiting.tsx'

export function DevicePage({ id }: { readonly id: string }): ReactElement {
  const { loaded, reload } = useDevice(id)
  if (loaded.state !== 'ready') return <Waiting loaded={loaded} />
  return <Device id={id} view={loaded.value} reload={reload} />
}

function Device({
  id,
  view,
  reload,
}: {
  readonly id: string
  readonly view: DeviceView
  readonly reload: () => void
}): ReactElement {
  const { search } = useAddress()
  const stream = useEvents(id)
  useNews(stream.events[0]?.sequence, reload)
  const known = useMemo(
    () => new Set<string>(view.analyses.declared.graph.events.map((event) => event.id)),
    [view],
  )
  const whatIf = useMemo(() => readWhatIf(new URLSearchParams(search), known), [search, known])
  const rows = useMemo(() => goalRows(view.analyses, whatIf.assumed), [view, whatIf.assumed])
  const [chosen, setChosen] = useState('')
  const goal = rows.some(({ result }) => goalKey(result) === chosen) ? chosen : weakest(rows)
  const analysis = view.analyses[whatIf.level]
  const onEvent = (event: string): void => replaceQuery(writeWhatIf(toggled(whatIf, event)))
  const events = [...stream.events, ...view.events].toSorted((a, b) => b.sequence - a.sequence)
  const unique = events.filter(({ sequence }, index) => events[index - 1]?.sequence !== sequence)
  return (
    <main>
      <title>{`${view.summary.name} · Pericard`}</title>
      <Header view={view} link={stream.link} reload={reload} />
      <div className="columns">
        <div className="stack">
          <Panel
            title="Defence depth"
            note="How many independent things have to fail. Choose a goal to see how it is reached."
            aside={
              <SegmentedControl
                size="xs"
                aria-label="Level of the picture and registers"
                data={[...levels]}
                value={whatIf.level}
                onChange={(level) => replaceQuery(writeWhatIf({ ...whatIf, level }))}
              />
            }
          >
            <DepthTable rows={rows} selected={goal} onSelect={setChosen} />
          </Panel>
          <EvidencePanel evidence={view.evidence} />
        </div>
        <div className="stack">
          <WhatIfPanel
            analysis={analysis}
            whatIf={whatIf}
            onEvent={onEvent}
            onReset={() => replaceQuery(writeWhatIf({ ...whatIf, assumed: [] }))}
          />
          <AttackPanel analysis={analysis} goal={goal} whatIf={whatIf} onEvent={onEvent} />
        </div>
      </div>
      <div className="stack">
        <Registers analysis={analysis} />
        <SoupPanel soup={view.soup} onEvent={onEvent} />
        <EventsPanel events={unique} />
      </div>
    </main>
  )
}

function Header(props: {
  readonly view: DeviceView
  readonly link: LinkState
  readonly reload: () => void
}): ReactElement {
  const { summary, observations, analyses } = props.view
  return (
    <header className="device-head">
      <div>
        <h1>{summary.name}</h1>
        <p className="dim">
          <span className="mono">{summary.id}</span> · {summary.model} · version {analyses.declared.version}
        </p>
        <p className="marks">
          <DeviceStatus status={summary.status} />
          <LinkMark link={props.link} />
          <span className="dim">
            {observations} observations received; last seen{' '}
            {summary.lastSeen === undefined ? 'never' : <Time at={summary.lastSeen} />}
          </span>
        </p>
        {summary.software.length > 0 && <Software software={summary.software} />}
      </div>
      <Withdraw id={summary.id} onDone={props.reload} />
    </header>
  )
}

/** The goal furthest below what is wanted, which is what an engineer wants to see first. */
function weakest(rows: readonly GoalRow[]): string {
  const spare = ({ result }: GoalRow): number => result.depth - result.wanted
  const [first] = rows.toSorted((a, b) => spare(a) - spare(b))
  return first === undefined ? '' : goalKey(first.result)
}
