import type { SoupFindingView } from '@pericard/protocol/operator-api'
import type { ReactElement } from 'react'
import { depthText } from '../state/what-if.ts'
import { Verdict } from './Marks.tsx'

/** Which goals lose depth, worst first; in a list at most `most` of them. */
export function Lowers({
  lowers,
  because,
  most = lowers.length,
}: Pick<SoupFindingView, 'lowers' | 'because'> & { readonly most?: number }): ReactElement {
  if (lowers.length === 0) return <p className="dim">{because}</p>
  return (
    <ul className="lowers">
      {lowers.slice(0, most).map(({ asset, goal, before, after }) => (
        <li key={`${asset}/${goal}`}>
          {asset} {goal}{' '}
          <Verdict kind="bad">
            {depthText(before)} → {depthText(after)}
          </Verdict>
        </li>
      ))}
      {lowers.length > most && <li>and {lowers.length - most} more</li>}
    </ul>
  )
}
