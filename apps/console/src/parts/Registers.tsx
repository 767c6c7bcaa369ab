import type { Analysis, PathStep } from '@pericard/analysis'
import { Tabs } from '@mantine/core'
import type { ReactElement } from 'react'
import { Empty, Panel, PlainDepth, Verdict } from './Marks.tsx'

export function Registers({ analysis }: { readonly analysis: Analysis }): ReactElement {
  return (
    <Panel title="Registers" note={`Level ${analysis.level}, as the fleet last analysed it.`}>
      <Tabs defaultValue="findings" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="findings">Findings ({analysis.findings.length})</Tabs.Tab>
          <Tabs.Tab value="breach">Data breach ({analysis.breachRegister.length})</Tabs.Tab>
          <Tabs.Tab value="function">Function compromise ({analysis.functionRegister.length})</Tabs.Tab>
          <Tabs.Tab value="both">Both at once ({analysis.intersection.length})</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="findings">
          <Findings analysis={analysis} />
        </Tabs.Panel>
        <Tabs.Panel value="breach">
          <Breach analysis={analysis} />
        </Tabs.Panel>
        <Tabs.Panel value="function">
          <Functions analysis={analysis} />
        </Tabs.Panel>
        <Tabs.Panel value="both">
          <Both analysis={analysis} />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  )
}

function Findings({ analysis }: { readonly analysis: Analysis }): ReactElement {
  if (analysis.findings.length === 0)
    return <Empty title="No findings">Every rule card is silent on this device file.</Empty>
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">Severity</th>
          <th scope="col">Finding</th>
          <th scope="col">What to do</th>
        </tr>
      </thead>
      <tbody>
        {analysis.findings.map((finding) => (
          <tr key={finding.id}>
            <td>
              <Verdict kind={finding.severity === 'high' ? 'bad' : 'warn'}>{finding.severity}</Verdict>
            </td>
            <td>
              <strong>{finding.title}</strong> <span className="mono dim">{finding.id}</span>
              <p>{finding.because}</p>
              {finding.acceptedBy !== undefined && <p className="dim">Accepted by {finding.acceptedBy}.</p>}
            </td>
            <td>{finding.advice}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Breach({ analysis }: { readonly analysis: Analysis }): ReactElement {
  if (analysis.breachRegister.length === 0)
    return (
      <Empty title="No patient data">
        The device file lists no item of kind phi under <code>data</code>.
      </Empty>
    )
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">Patient data</th>
          <th scope="col">Depth</th>
          <th scope="col">Who, and how</th>
          <th scope="col">People on the device</th>
          <th scope="col">People in the fleet</th>
        </tr>
      </thead>
      <tbody>
        {analysis.breachRegister.map((entry) => (
          <tr key={`${entry.data}/${entry.goal}`}>
            <td>
              <strong>
                {entry.data} {entry.goal}
              </strong>
              <p className="dim">
                {entry.elements.join(', ')}. Held because {entry.why}.
              </p>
              <p className="dim">{entry.encrypted}</p>
            </td>
            <td>
              <PlainDepth depth={entry.depth} />
            </td>
            <td>
              <Path actors={entry.actors} path={entry.shortestPath} />
            </td>
            <td className="mono">{entry.recordsOnDevice}</td>
            <td className="mono">
              {entry.recordsInFleet} {entry.fiveHundred && <Verdict kind="warn">500 or more</Verdict>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Functions({ analysis }: { readonly analysis: Analysis }): ReactElement {
  if (analysis.functionRegister.length === 0)
    return (
      <Empty title="No critical function">
        The device file lists nothing under <code>functions</code>.
      </Empty>
    )
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">Function</th>
          <th scope="col">Depth</th>
          <th scope="col">Who, and how</th>
          <th scope="col">Harm</th>
          <th scope="col">Patients at once</th>
        </tr>
      </thead>
      <tbody>
        {analysis.functionRegister.map((entry) => (
          <tr key={`${entry.function}/${entry.goal}`}>
            <td>
              <strong>
                {entry.function} {entry.goal}
              </strong>
              <p className="dim">Safe state: {entry.safeState}</p>
            </td>
            <td>
              <PlainDepth depth={entry.depth} />
            </td>
            <td>
              <Path actors={entry.actors} path={entry.shortestPath} />
            </td>
            <td>
              {entry.harm} <span className="mono dim">{entry.hazard}</span>
            </td>
            <td className="mono">{entry.patientsAtOnce}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Both({ analysis }: { readonly analysis: Analysis }): ReactElement {
  if (analysis.intersection.length === 0)
    return (
      <Empty title="Nothing in common">
        No single event helps both a data breach and a function compromise.
      </Empty>
    )
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">Opens data</th>
          <th scope="col">Opens functions</th>
        </tr>
      </thead>
      <tbody>
        {analysis.intersection.map((entry) => (
          <tr key={entry.event}>
            <td className="mono">{entry.event}</td>
            <td>{entry.data.join(', ')}</td>
            <td>{entry.functions.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Path({
  actors,
  path,
}: {
  readonly actors: readonly string[]
  readonly path: readonly PathStep[]
}): ReactElement {
  if (path.length === 0) return <span className="dim">none found up to three failures</span>
  return (
    <>
      <p>{actors.join(', ')}</p>
      <ol className="path">
        {path.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </>
  )
}
