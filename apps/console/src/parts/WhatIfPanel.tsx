import type { Analysis, EventInfo } from '@pericard/analysis'
import { Button, TextInput } from '@mantine/core'
import { useState, type ReactElement } from 'react'
import type { WhatIf } from '../state/what-if.ts'
import { VerdictGlyph } from './Glyphs.tsx'
import { Empty, Panel, Verdict } from './Marks.tsx'

/** The events that can be assumed. Those that the level itself does not believe are shown, and can not be undone. */
export function WhatIfPanel(props: {
  readonly analysis: Analysis
  readonly whatIf: WhatIf
  readonly onEvent: (event: string) => void
  readonly onReset: () => void
}): ReactElement {
  const [search, setSearch] = useState('')
  const { analysis, whatIf } = props
  const wanted = search.toLowerCase()
  const events = analysis.graph.events.filter(({ id, label }) =>
    `${id} ${label}`.toLowerCase().includes(wanted),
  )
  return (
    <Panel
      title="What if"
      note={
        whatIf.assumed.length === 0
          ? 'Choose what has gone wrong; every depth follows at once.'
          : `${whatIf.assumed.length} assumed. The address holds this question; share it.`
      }
      aside={
        <Button
          size="compact-sm"
          variant="default"
          disabled={whatIf.assumed.length === 0}
          onClick={props.onReset}
        >
          Reset
        </Button>
      }
    >
      {whatIf.assumed.length > 0 && (
        <p className="marks assumptions">
          {whatIf.assumed.map((event) => (
            <button
              key={event}
              type="button"
              className="chip warn"
              aria-label={`Stop assuming ${event}`}
              onClick={() => props.onEvent(event)}
            >
              {event}
              <VerdictGlyph kind="bad" />
            </button>
          ))}
        </p>
      )}
      <TextInput
        size="xs"
        aria-label="Filter events"
        placeholder="Filter events"
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      {events.length === 0 ? (
        <Empty title="No such event">Clear the filter to see every control, SOUP item, key and role.</Empty>
      ) : (
        <ul className="events">
          {events.map((event) => (
            <EventLine key={event.id} event={event} {...props} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function EventLine(props: {
  readonly event: EventInfo
  readonly analysis: Analysis
  readonly whatIf: WhatIf
  readonly onEvent: (event: string) => void
}): ReactElement {
  const { id, label } = props.event
  const assumed = props.whatIf.assumed.includes(id)
  const given = props.analysis.assumed.includes(id)
  return (
    <li>
      <button
        type="button"
        className={`event-line ${assumed ? 'assumed' : ''}`}
        aria-pressed={assumed || given}
        disabled={given}
        data-event={id}
        onClick={() => props.onEvent(id)}
      >
        <span>
          <span className="mono">{id}</span>
          <span className="dim">{label}</span>
        </span>
        {assumed && <Verdict kind="warn">assumed</Verdict>}
        {given && !assumed && <Verdict kind="bad">not {props.whatIf.level}</Verdict>}
      </button>
    </li>
  )
}
