import type { DeviceSummary } from '@pericard/protocol/operator-api'
import { TextInput } from '@mantine/core'
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react'
import { Lowers } from '../parts/Lowers.tsx'
import { Empty, Panel, PlainDepth, Time } from '../parts/Marks.tsx'
import { DeviceStatus } from '../parts/Status.tsx'
import { useDevices, useTriage } from '../state/api.ts'
import { navigate } from '../state/router.ts'
import { levels } from '../state/what-if.ts'
import { Waiting } from './Waiting.tsx'

export function FleetPage(): ReactElement {
  const loaded = useDevices()
  if (loaded.state !== 'ready') return <Waiting loaded={loaded} />
  return (
    <main>
      <title>Devices · Pericard</title>
      <h1>Devices</h1>
      <div className="stack">
        <FleetTable devices={loaded.value} />
        <Dangers />
      </div>
    </main>
  )
}

const dangersShown = 5

/** What known vulnerabilities do to the devices in the field, worst first. */
function Dangers(): ReactElement {
  const { loaded } = useTriage()
  if (loaded.state !== 'ready') return <Waiting loaded={loaded} />
  const { open, counts } = loaded.value
  const lowering = open.filter(({ finding }) => finding.lowers.length > 0)
  return (
    <Panel
      title="What lowers a depth"
      note={`${counts.open} findings are open; ${lowering.length === open.length ? 'all' : lowering.length} of them lower a depth.`}
      aside={
        <a
          href="/soup"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey) return
            event.preventDefault()
            navigate('/soup')
          }}
        >
          Look at all
        </a>
      }
    >
      {lowering.length === 0 ? (
        <Empty title="No open finding lowers a depth">As far as the advisories and SBOMs say.</Empty>
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Vulnerability</th>
              <th scope="col">What it does</th>
              <th scope="col">Devices</th>
            </tr>
          </thead>
          <tbody>
            {lowering.slice(0, dangersShown).map(({ release, finding }) => (
              <tr key={`${release.id} ${finding.vulnerability} ${finding.purl}`}>
                <th scope="row">
                  {finding.vulnerability} in {finding.component}{' '}
                  <span className="mono">{finding.version}</span>
                  <p className="dim">
                    {release.name} {release.version}
                  </p>
                </th>
                <td>
                  <Lowers lowers={finding.lowers} because={finding.because} most={2} />
                </td>
                <td className="mono">{release.devices}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function FleetTable({ devices }: { readonly devices: readonly DeviceSummary[] }): ReactElement {
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const box = useRef<HTMLInputElement>(null)
  const wanted = search.trim().toLowerCase()
  const found = devices.filter(({ id, name, model, status }) =>
    `${id} ${name} ${model} ${status}`.toLowerCase().includes(wanted),
  )
  const current = Math.min(at, found.length - 1)
  useSlashFocus(box)
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(found.length - 1, current + step)))
    }
    const chosen = found[current]
    if (event.key === 'Enter' && chosen !== undefined) navigate(hrefOf(chosen.id))
  }
  return (
    <Panel
      title={`${found.length} of ${devices.length}`}
      note="Depth is the least over all goals: how many things have to fail before somebody reaches one."
      aside={
        <TextInput
          ref={box}
          className="search"
          aria-label="Search devices"
          placeholder="Search; / to focus, arrows and Enter to open"
          value={search}
          onChange={({ currentTarget }) => {
            setSearch(currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
      }
    >
      {devices.length === 0 ? (
        <Empty title="No devices yet">
          Register one: send its device file and serial number to <code>POST /api/devices</code>, or run{' '}
          <code>npm start</code> for an example pump.
        </Empty>
      ) : found.length === 0 ? (
        <Empty title="No device matches">Search by id, serial, name, model or status.</Empty>
      ) : (
        <table className="grid fleet">
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Status</th>
              {levels.map((level) => (
                <th scope="col" key={level}>
                  {level}
                </th>
              ))}
              <th scope="col">Findings</th>
              <th scope="col">SOUP</th>
              <th scope="col">Last seen</th>
            </tr>
          </thead>
          <tbody>
            {found.map((device, index) => (
              <FleetLine key={device.id} device={device} current={index === current} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function FleetLine({
  device,
  current,
}: {
  readonly device: DeviceSummary
  readonly current: boolean
}): ReactElement {
  return (
    <tr
      className={current ? 'selected' : ''}
      aria-current={current}
      onClick={() => navigate(hrefOf(device.id))}
    >
      <th scope="row">
        <a
          href={hrefOf(device.id)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey) return
            event.preventDefault()
            navigate(hrefOf(device.id))
          }}
        >
          {device.name}
        </a>
        <p className="dim mono">
          {device.id} · {device.version}
        </p>
      </th>
      <td>
        <DeviceStatus status={device.status} />
      </td>
      {levels.map((level) => (
        <td key={level}>
          <PlainDepth depth={device.depth[level]} />
        </td>
      ))}
      <td className="mono">{device.findings}</td>
      <td className="mono">{device.soupFindings}</td>
      <td>
        {device.lastSeen === undefined ? <span className="dim">never</span> : <Time at={device.lastSeen} />}
      </td>
    </tr>
  )
}

function hrefOf(id: string): string {
  return `/devices/${encodeURIComponent(id).replaceAll('%3A', ':')}`
}

/** `/` jumps to the search from anywhere that is not itself a field, from the moment the page is seen. */
function useSlashFocus(box: { readonly current: HTMLInputElement | null }): void {
  useLayoutEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      box.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [box])
}
