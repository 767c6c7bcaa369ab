import type { SoupAlertView, SoupRelease } from '@pericard/protocol/operator-api'
import { TextInput } from '@mantine/core'
import { useEffect, useState, type ReactElement } from 'react'
import { BlastRadius } from '../parts/BlastRadius.tsx'
import { Empty, Panel, Time } from '../parts/Marks.tsx'
import { useAlerts, useReleases } from '../state/api.ts'
import { replaceQuery, useAddress } from '../state/router.ts'
import { Waiting } from './Waiting.tsx'

/** SOUP of the fleet: releases by what is open in them, what changed, and where one thing is. */
export function SoupPage(): ReactElement {
  const releases = useReleases()
  const alerts = useAlerts()
  if (releases.state !== 'ready') return <Waiting loaded={releases} />
  if (alerts.state !== 'ready') return <Waiting loaded={alerts} />
  return (
    <main>
      <title>SOUP · Pericard</title>
      <h1>SOUP of the fleet</h1>
      <div className="columns">
        <div className="stack">
          <Changes alerts={alerts.value.toReversed()} />
        </div>
        <div className="stack">
          <Where />
          <Releases releases={releases.value} />
        </div>
      </div>
    </main>
  )
}

/** One change after the other, by keyboard: j and k, Enter shows where it is. */
function Changes({ alerts }: { readonly alerts: readonly SoupAlertView[] }): ReactElement {
  const [at, setAt] = useState(0)
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return
      const step = { j: 1, k: -1 }[event.key]
      if (step !== undefined) setAt((old) => Math.max(0, Math.min(alerts.length - 1, old + step)))
      const chosen = alerts[at]
      if (event.key === 'Enter' && chosen !== undefined && event.target === document.body)
        ask(chosen.vulnerability)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [alerts, at])
  return (
    <Panel title="What changed" note="Newest first. j and k move, Enter shows where it is.">
      {alerts.length === 0 ? (
        <Empty title="Nothing has changed">
          Give the fleet advisories: <code>POST /api/advisories/changes</code>.
        </Empty>
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Vulnerability</th>
              <th scope="col">Change</th>
              <th scope="col">Devices</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {alerts.map((alert, index) => (
              <tr key={alert.sequence} className={index === at ? 'selected' : ''} aria-current={index === at}>
                <th scope="row">
                  <a
                    href={`/soup?where=${encodeURIComponent(alert.vulnerability)}`}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey) return
                      event.preventDefault()
                      setAt(index)
                      ask(alert.vulnerability)
                    }}
                  >
                    {alert.vulnerability}
                  </a>
                  <p className="dim mono">
                    {alert.model} {alert.version}
                  </p>
                </th>
                <td>
                  {alert.change}, by {alert.because === 'advisory' ? 'an advisory' : 'a release'}
                </td>
                <td className="mono">{alert.devices}</td>
                <td>
                  <Time at={alert.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function Where(): ReactElement {
  const asked = useAddress().searchParams.get('where') ?? ''
  const [text, setText] = useState(asked)
  useEffect(() => setText(asked), [asked])
  return (
    <Panel
      title="Where is it"
      note="A vulnerability such as CVE-2021-23337, a component’s name, or its purl without version."
      aside={
        <form
          onSubmit={(event) => {
            event.preventDefault()
            ask(text.trim())
          }}
        >
          <TextInput
            className="search"
            aria-label="Vulnerability or component"
            placeholder="Name, then Enter"
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        </form>
      }
    >
      {asked === '' ? (
        <Empty title="Nothing asked yet">Choose a change, or name something.</Empty>
      ) : (
        <BlastRadius key={asked} asked={asked} />
      )}
    </Panel>
  )
}

function Releases({ releases }: { readonly releases: readonly SoupRelease[] }): ReactElement {
  return (
    <Panel
      title="Releases in the field"
      note="Every component falls in exactly one class; no advisory data is not “not affected”."
    >
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
              <tr key={release.id}>
                <th scope="row">
                  {release.name}
                  <p className="dim mono">
                    {release.model} {release.version}
                  </p>
                </th>
                <td className="mono">{release.devices}</td>
                <td className="mono">{release.open}</td>
                <td>
                  {Object.entries(release.classes)
                    .sort(([, a], [, b]) => b - a)
                    .map(([name, count]) => `${count} ${name.replaceAll('-', ' ')}`)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function ask(where: string): void {
  replaceQuery(new URLSearchParams(where === '' ? {} : { where }))
}
