import { attacksOn, type Analysis, type CutSet } from '@pericard/analysis'
import { NativeSelect } from '@mantine/core'
import { useMemo, useState, type ReactElement } from 'react'
import { pictureOf } from '../picture/picture.ts'
import { goalKey, type WhatIf } from '../state/what-if.ts'
import { AttackPicture } from './AttackPicture.tsx'
import { Empty, Panel } from './Marks.tsx'

/** More than this in one picture can not be read; the list still holds them all. */
const drawnMax = 4

export function AttackPanel(props: {
  readonly analysis: Analysis
  readonly goal: string
  readonly whatIf: WhatIf
  readonly onEvent: (event: string) => void
}): ReactElement {
  const { analysis, goal, whatIf } = props
  const [choice, setChoice] = useState({ goal: '', cut: '0' })
  const attacks = useMemo(() => attacksFor(analysis, goal, whatIf.assumed), [analysis, goal, whatIf.assumed])
  const cut = choice.goal === goal ? choice.cut : '0'
  const shown = useMemo(
    () => (cut === 'all' ? attacks.slice(0, drawnMax) : attacks.slice(Number(cut), Number(cut) + 1)),
    [attacks, cut],
  )
  const happened = useMemo(
    () => new Set<string>([...analysis.assumed, ...whatIf.assumed]),
    [analysis, whatIf.assumed],
  )
  const title = goal.replace('/', ' ')
  const picture = useMemo(() => pictureOf(analysis.graph, title, shown), [analysis, title, shown])
  return (
    <Panel
      title={`How ${title} is reached`}
      note={`Level ${whatIf.level}. A diamond is a failure; click it to assume it. A filled one has happened.`}
      aside={
        attacks.length > 1 && (
          <NativeSelect
            aria-label="Which attack is drawn"
            className="cut-choice"
            value={cut}
            onChange={({ currentTarget }) => setChoice({ goal, cut: currentTarget.value })}
            data={choices(attacks)}
          />
        )
      }
    >
      {attacks.length === 0 ? (
        <Empty title="No attack of three failures or fewer">
          Assume an event in the list to see what would stand between an attacker and this goal then.
        </Empty>
      ) : (
        <>
          <AttackPicture
            picture={picture}
            label={`Attack graph of ${title}`}
            happened={happened}
            onEvent={props.onEvent}
          />
          <Told attacks={shown} />
        </>
      )}
    </Panel>
  )
}

/** The picture in words, for those who can not or would rather not look at it. */
function Told({ attacks }: { readonly attacks: readonly CutSet[] }): ReactElement {
  return (
    <details className="told">
      <summary>In words</summary>
      {attacks.map(({ events, path }) => (
        <div key={events.join()}>
          <strong className="mono">{events.length === 0 ? 'nothing has to fail' : events.join(' + ')}</strong>
          <ol>
            {path.map(({ text, positions }) => (
              <li key={text}>
                {text}
                {positions.slice(0, 1).map(({ file, line }) => (
                  <span key={line} className="dim mono">{` ${file}:${line}`}</span>
                ))}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </details>
  )
}

function choices(attacks: readonly CutSet[]): { value: string; label: string }[] {
  const each = attacks.map(({ events }, index) => ({
    value: String(index),
    label: `${index + 1} of ${attacks.length}: ${events.join(' + ') || 'open today'}`,
  }))
  const many = attacks.length > drawnMax ? `First ${drawnMax} together` : 'All together'
  return [...each, { value: 'all', label: many }]
}

function attacksFor(analysis: Analysis, goal: string, assumed: readonly string[]): readonly CutSet[] {
  if (assumed.length === 0) return analysis.goals.find((one) => goalKey(one) === goal)?.cutSets ?? []
  const node = analysis.graph.goals.find((one) => goalKey(one) === goal)
  return node === undefined ? [] : attacksOn(analysis.graph, node, [...analysis.assumed, ...assumed])
}
