import type { SoupAlertView } from '@pericard/protocol/operator-api'
import { TextInput } from '@mantine/core'
import { useEffect, useState, type ReactElement } from 'react'
import { BlastRadius } from '../parts/BlastRadius.tsx'
import { Lowers } from '../parts/Lowers.tsx'
import { Empty, Panel, Time } from '../parts/Marks.tsx'
import { Releases, States } from '../parts/States.tsx'
import { Triage } from '../parts/Triage.tsx'
import { useAlerts, useReleases, useTriage } from '../state/api.ts'
import { replaceQuery, useAddress } from '../state/router.ts'
import { Waiting } from './Waiting.tsx'

/** SOUP of the fleet: what to look at, in which state everything is, what changed, and where one thing is. */
export function SoupPage(): ReactElement {
  const triage = useTriage()
  const releases = useReleases()
  const alerts = useAlerts()
  if (triage.loaded.state !== 'ready') return <Waiting loaded={triage.loaded} />
  if (releases.state !== 'ready') return <Waiting loaded={releases} />
  if (alerts.state !== 'ready') return <Waiting loaded={alerts} />
  return (
    <main>
      <title>SOUP · Pericard</title>
      <h1>SOUP of the fleet</h1>
      <div className="columns triage">
        <Triage triage={triage.loaded.value} onOpen={ask} onDecided={triage.reload} />
        <Where />
      </div>
      <div className="stack">
        <States classes={triage.loaded.value.classes} />
        <Releases releases={releases.value} />
        <Changes alerts={alerts.value.toSorted((a, b) => b.at - a.at || a.sequence - b.sequence)} />
      </div>
    </main>
  )
}

function Changes({ alerts }: { readonly alerts: readonly SoupAlertView[] }): ReactElement {
  return (
    <Panel
      title="What changed"
      note="Newest first, what does most first of what came together; each change of a release once."
    >
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
              <th scope="col">What it does</th>
              <th scope="col">Devices</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {alerts.slice(0, alertsShown).map((alert) => (
              <tr key={alert.sequence}>
                <th scope="row">
                  {alert.vulnerability}
                  <p className="dim mono">
                    {alert.model} {alert.version}
                  </p>
                </th>
                <td>
                  {alert.change}, by {alert.because === 'advisory' ? 'an advisory' : 'a release'}
                </td>
                <td>
                  <Lowers lowers={alert.lowers} because={alert.means} most={2} />
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
      {alerts.length > alertsShown && <p className="dim">and {alerts.length - alertsShown} before</p>}
    </Panel>
  )
}

const alertsShown = 50

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

function ask(where: string): void {
  replaceQuery(new URLSearchParams(where === '' ? {} : { where }))
}
