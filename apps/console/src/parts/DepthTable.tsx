import type { ReactElement } from 'react'
import { depthText, goalKey, levels, type GoalRow } from '../state/what-if.ts'
import { DepthChip, Empty } from './Marks.tsx'

export function DepthTable(props: {
  readonly rows: readonly GoalRow[]
  readonly selected: string
  readonly onSelect: (key: string) => void
}): ReactElement {
  if (props.rows.length === 0)
    return (
      <Empty title="No assets to guard">
        The device file names no patient data and no critical function. Add them under <code>data</code> and{' '}
        <code>functions</code>.
      </Empty>
    )
  return (
    <table className="grid depths">
      <caption className="said">Defence depth of every asset and goal at each level</caption>
      <thead>
        <tr>
          <th scope="col">Asset and goal</th>
          {levels.map((level) => (
            <th scope="col" key={level}>
              {level}
            </th>
          ))}
          <th scope="col">wanted</th>
        </tr>
      </thead>
      {groups(props.rows).map(({ asset, kind, rows }) => (
        <tbody key={asset}>
          <tr className="group">
            <th scope="rowgroup" colSpan={5}>
              {asset} <span className="dim">{kinds[kind]}</span>
            </th>
          </tr>
          {rows.map((row) => (
            <GoalLine key={goalKey(row.result)} row={row} {...props} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

const kinds: Readonly<Record<GoalRow['result']['kind'], string>> = {
  phi: 'patient data',
  function: 'critical function',
  key: 'key',
  software: 'software',
}

function GoalLine(props: {
  readonly row: GoalRow
  readonly selected: string
  readonly onSelect: (key: string) => void
}): ReactElement {
  const { result, cells } = props.row
  const key = goalKey(result)
  return (
    <tr
      className={key === props.selected ? 'selected' : ''}
      data-goal={key}
      onClick={() => props.onSelect(key)}
    >
      <th scope="row">
        <button
          type="button"
          className="plain"
          aria-pressed={key === props.selected}
          aria-label={`Show attacks on ${result.asset}: ${result.goal}`}
        >
          {result.goal}
        </button>
        {result.acceptedBy !== undefined && <span className="dim"> accepted: {result.acceptedBy}</span>}
      </th>
      {levels.map((level) => (
        <td key={level} data-level={level}>
          <DepthChip cell={cells[level]} wanted={result.wanted} />
        </td>
      ))}
      <td className="mono">{depthText(result.wanted)}</td>
    </tr>
  )
}

function groups(
  rows: readonly GoalRow[],
): { asset: string; kind: GoalRow['result']['kind']; rows: GoalRow[] }[] {
  const byAsset = Map.groupBy(rows, ({ result }) => result.asset)
  return [...byAsset].map(([asset, members]) => ({
    asset,
    kind: members[0]?.result.kind ?? 'phi',
    rows: members,
  }))
}
