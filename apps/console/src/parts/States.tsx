/** In which state each component is: every one is in exactly one. */
import type { SoupComponent, SoupRelease } from '@pericard/protocol/operator-api'
import { useState, type ReactElement } from 'react'
import { Waiting } from '../pages/Waiting.tsx'
import { useComponents } from '../state/api.ts'
import { Empty, Panel, Verdict } from './Marks.tsx'

const states = {
  affected: ['affected', 'bad', 'an advisory names it, and its version is in the range'],
  'not-affected': ['not affected', 'good', 'an advisory names it, and the range leaves its version out'],
  'no-advisory-data': ['no data', 'warn', 'no advisory names it; that is not “not affected”'],
  'undecidable-version': ['undecidable version', 'warn', 'its version cannot be placed'],
  'identity-unknown': ['unknown identity', 'warn', 'no name that advisories would use'],
} as const
const componentsShown = 200

export function States({ classes }: { readonly classes: Readonly<Record<string, number>> }): ReactElement {
  const all = Object.values(classes).reduce((sum, each) => sum + each, 0)
  return (
    <Panel title="States" note={`${all} components of all releases, each in exactly one state.`}>
      <dl className="states">
        {Object.entries(states).map(([name, [word, kind, meaning]]) => (
          <div key={name}>
            <dt>
              <Verdict kind={(classes[name] ?? 0) === 0 ? 'good' : kind}>{classes[name] ?? 0}</Verdict> {word}
            </dt>
            <dd className="dim">{meaning}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

/** Releases in the field, and the components of the one that is chosen with the reason of their state. */
export function Releases({ releases }: { readonly releases: readonly SoupRelease[] }): ReactElement {
  const [chosen, setChosen] = useState<string>()
  return (
    <Panel title="Releases in the field" note="Choose one to see each component with its state and why.">
      {releases.length === 0 ? (
        <Empty title="No release yet">A device brings its release when it is registered.</Empty>
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Release</th>
              <th scope="col">Devices</th>
              <th scope="col">Open</th>
              <th scope="col">Components</th>
            </tr>
          </thead>
          <tbody>
            {releases.map((release) => (
              <tr key={release.id} className={release.id === chosen ? 'selected' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    className="plain"
                    aria-expanded={release.id === chosen}
                    onClick={() => setChosen(release.id === chosen ? undefined : release.id)}
                  >
                    {release.name} {release.version}
                  </button>
                  <p className="dim mono">{release.model}</p>
                </th>
                <td className="mono">{release.devices}</td>
                <td className="mono">{release.open}</td>
                <td>
                  {Object.entries(release.classes)
                    .sort(([, a], [, b]) => b - a)
                    .map(([name, count]) => `${count} ${wordOf(name)}`)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {chosen !== undefined && <Components key={chosen} release={chosen} />}
    </Panel>
  )
}

function Components({ release }: { readonly release: string }): ReactElement {
  const loaded = useComponents(release)
  if (loaded.state !== 'ready') return <Waiting loaded={loaded} />
  const order = Object.keys(states)
  const sorted = loaded.value.toSorted((a, b) => order.indexOf(a.class) - order.indexOf(b.class))
  const more = sorted.length - componentsShown
  return (
    <div className="components">
      <ul>
        {sorted.slice(0, componentsShown).map((each) => (
          <Line
            key={`${each.component.purl ?? each.component.name}@${each.component.version ?? ''}`}
            of={each}
          />
        ))}
      </ul>
      {more > 0 && <p className="dim">and {more} more, in the same order</p>}
    </div>
  )
}

function Line({ of }: { readonly of: SoupComponent }): ReactElement {
  const kind = of.class === 'affected' ? 'bad' : of.class === 'not-affected' ? 'good' : 'warn'
  return (
    <li>
      <Verdict kind={kind}>{wordOf(of.class)}</Verdict> {of.component.name}{' '}
      <span className="mono">{of.component.version}</span>
      <p className="dim">{of.because}</p>
    </li>
  )
}

function wordOf(name: string): string {
  return Object.hasOwn(states, name) ? states[name as keyof typeof states][0] : name.replaceAll('-', ' ')
}
