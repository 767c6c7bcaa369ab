/** What is open in the field, worst first, worked by keyboard. */
import type { SoupTriage, SoupTriageRow } from '@pericard/protocol/operator-api'
import { Button, Kbd } from '@mantine/core'
import { useEffect, useState, type ReactElement } from 'react'
import { DecideDialog } from './DecideDialog.tsx'
import { FindingPanel } from './FindingPanel.tsx'
import { Lowers } from './Lowers.tsx'
import { Empty, Panel } from './Marks.tsx'

/** Goals named in a row; the finding beside it names all. */
const goalsShown = 2
const shortcuts = [
  ['j', 'the next finding'],
  ['k', 'the one before'],
  ['Enter', 'open it: all it does, and where it is'],
  ['d', 'decide'],
  ['?', 'show or hide this list'],
  ['Esc', 'close'],
] as const

export function Triage(props: {
  readonly triage: SoupTriage
  readonly onOpen: (vulnerability: string) => void
  readonly onDecided: () => void
}): ReactElement {
  const { triage, onOpen, onDecided } = props
  const rows = triage.open
  const [at, setAt] = useState(0)
  const [deciding, setDeciding] = useState(false)
  const [help, setHelp] = useState(false)
  const current = Math.min(at, Math.max(0, rows.length - 1))
  const chosen = rows[current]
  useKeys((key) => {
    if (key === 'j') setAt(Math.min(rows.length - 1, current + 1))
    else if (key === 'k') setAt(Math.max(0, current - 1))
    else if (key === '?') setHelp((old) => !old)
    else if (key === 'Escape') setHelp(false)
    else if (key === 'd' && chosen !== undefined) setDeciding(true)
    else if (key === 'Enter' && chosen !== undefined) onOpen(chosen.finding.vulnerability)
    else return false
    return true
  }, !deciding)
  useEffect(() => {
    document.querySelector('#triage tr[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <>
      <Panel
        title="To look at"
        note={
          <>
            What does most to a device comes first. <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> move,{' '}
            <Kbd size="xs">Enter</Kbd> opens, <Kbd size="xs">d</Kbd> decides.
          </>
        }
        aside={
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={help}
            onClick={() => setHelp((old) => !old)}
          >
            Shortcuts (?)
          </Button>
        }
      >
        {help && (
          <dl className="shortcuts" aria-label="Shortcuts">
            {shortcuts.map(([key, what]) => (
              <div key={key}>
                <dt>
                  <Kbd size="xs">{key}</Kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        )}
        <Rows rows={rows} current={current} onChoose={setAt} onOpen={onOpen} />
        {triage.counts.open > rows.length && (
          <p className="dim">and {triage.counts.open - rows.length} more that do less</p>
        )}
        <Settled triage={triage} />
      </Panel>
      {chosen !== undefined && <FindingPanel row={chosen} onDecide={() => setDeciding(true)} />}
      {chosen !== undefined && deciding && (
        <DecideDialog
          row={chosen}
          onClose={() => setDeciding(false)}
          onDone={() => {
            setDeciding(false)
            onDecided()
          }}
        />
      )}
    </>
  )
}

function Rows(props: {
  readonly rows: readonly SoupTriageRow[]
  readonly current: number
  readonly onChoose: (index: number) => void
  readonly onOpen: (vulnerability: string) => void
}): ReactElement {
  if (props.rows.length === 0)
    return (
      <Empty title="Nothing is open">
        No component of a release in the field is known to be affected, or all of it is settled. Components
        without advisory data are no such thing: see the states.
      </Empty>
    )
  return (
    <div className="scroll">
      <table className="grid" id="triage">
        <thead>
          <tr>
            <th scope="col">Vulnerability</th>
            <th scope="col">What it does</th>
            <th scope="col">Devices</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map(({ release, finding }, index) => (
            <tr
              key={`${release.id} ${finding.vulnerability} ${finding.purl} ${finding.component}`}
              className={index === props.current ? 'selected' : ''}
              aria-current={index === props.current}
              onClick={() => props.onChoose(index)}
            >
              <th scope="row">
                <a
                  href={`/soup?where=${encodeURIComponent(finding.vulnerability)}`}
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey) return
                    event.preventDefault()
                    props.onChoose(index)
                    props.onOpen(finding.vulnerability)
                  }}
                >
                  {finding.vulnerability}
                </a>{' '}
                {finding.component} <span className="mono">{finding.version}</span>
                <p className="dim">
                  {release.name} {release.version}
                  {finding.decision !== undefined &&
                    (finding.decision.reopened === undefined
                      ? ` · decided: ${finding.decision.status.replaceAll('_', ' ')}`
                      : ' · decided before, open again')}
                </p>
              </th>
              <td>
                <Lowers lowers={finding.lowers} because={finding.because} most={goalsShown} />
              </td>
              <td className="mono">{release.devices}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Settled({ triage }: { readonly triage: SoupTriage }): ReactElement {
  const { counts, settled } = triage
  if (counts.settled === 0) return <p className="dim settled">Nothing is settled yet.</p>
  return (
    <details className="settled">
      <summary>
        {counts.settled} settled, {counts.carried} of them decided for another release; {counts.reopened} open
        again
      </summary>
      <ul>
        {settled.map(({ release, vulnerability, component, version, state, because }) => (
          <li key={`${release.id} ${vulnerability} ${component} ${version}`}>
            <strong>{vulnerability}</strong> in {component} {version} of {release.name} {release.version}:{' '}
            {state.replaceAll('-', ' ')}. {because}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Keys of the page, where nobody types and nothing else would take them. */
function useKeys(take: (key: string) => boolean, listening: boolean): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const { target } = event
      if (!listening || event.ctrlKey || event.metaKey || event.altKey) return
      if (target instanceof Element && target.closest('input, select, textarea, [role="dialog"]') !== null)
        return
      // Enter on a link or a button is theirs.
      if (event.key === 'Enter' && target !== document.body) return
      if (take(event.key)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
