import type { SoupPlace } from '@pericard/protocol/operator-api'
import type { ReactElement } from 'react'
import { usePlaces } from '../state/api.ts'
import { Waiting } from '../pages/Waiting.tsx'
import { Empty } from './Marks.tsx'

const row = 46
const width = 640
const ask = { x: 8, width: 190 }
const box = { x: 300, width: 332, height: 36 }

/** One thing and the releases that it reaches, as a picture, with the devices of each as text below. */
export function BlastRadius({ asked }: { readonly asked: string }): ReactElement {
  const loaded = usePlaces(asked)
  if (loaded.state !== 'ready') return <Waiting loaded={loaded} />
  const places = loaded.value
  if (places.length === 0)
    return <Empty title={`${asked} is in no device`}>No release has it, as far as its SBOM says.</Empty>
  const devices = places.reduce((sum, { release }) => sum + release.devices, 0)
  return (
    <figure className="blast">
      <Picture asked={asked} places={places} />
      <figcaption>
        <strong>
          {asked} reaches {devices} {devices === 1 ? 'device' : 'devices'} of {places.length}{' '}
          {places.length === 1 ? 'release' : 'releases'}
        </strong>
        <ul>
          {places.map(({ release, components, devices: named }) => (
            <li key={release.id}>
              {release.name} {release.version}, through{' '}
              {components.map(({ name, version }) => `${name} ${version ?? ''}`.trim()).join(', ')}:{' '}
              {named.map((id, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <a href={`/devices/${encodeURIComponent(id).replaceAll('%3A', ':')}`}>{id}</a>
                </span>
              ))}
              {release.devices > named.length && ` and ${release.devices - named.length} more`}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  )
}

/** The caption says the same in words. */
function Picture({
  asked,
  places,
}: {
  readonly asked: string
  readonly places: readonly SoupPlace[]
}): ReactElement {
  const height = places.length * row + 8
  const middle = height / 2
  const most = Math.max(...places.map(({ release }) => release.devices))
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`What ${asked} reaches`}>
      <rect x={ask.x} y={middle - 18} width={ask.width} height={36} rx={4} className="blast-from" />
      <text x={ask.x + ask.width / 2} y={middle + 5} textAnchor="middle">
        {asked.length > 24 ? `${asked.slice(0, 23)}…` : asked}
      </text>
      {places.map(({ release }, index) => {
        const y = index * row + 4 + box.height / 2
        const from = ask.x + ask.width
        const bend = (from + box.x) / 2
        return (
          <g key={release.id}>
            <path
              d={`M${from} ${middle} C${bend} ${middle} ${bend} ${y} ${box.x} ${y}`}
              className="blast-way"
              strokeWidth={1 + (5 * release.devices) / most}
            />
            <rect
              x={box.x}
              y={y - box.height / 2}
              width={box.width}
              height={box.height}
              rx={4}
              className="blast-to"
            />
            <text x={box.x + 10} y={y + 5}>
              {`${release.name} ${release.version}`.slice(0, 34)}
            </text>
            <text x={box.x + box.width - 10} y={y + 5} textAnchor="end">
              {release.devices}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
