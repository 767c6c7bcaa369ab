import { randomBytes } from 'node:crypto'
import { relative } from 'node:path'
import { ask } from '../attack/http.ts'
import { liveSockets } from '../attack/local-api.ts'
import { filesBelow, filesHolding } from '../attack/raw-files.ts'
import { notRun, type Probe, type ProbeTarget } from '../probe.ts'

/** Stores an invented patient through the front door, then reads the storage as a thief with the medium would. */
export const phiInRawStorage: Probe = {
  id: 'phi-in-raw-storage',
  version: '1',
  title: 'Patient data in raw storage',
  goal: 'Find a stored patient in the raw bytes of the data folder',
  kind: 'encryption',
  cwe: [311, 312],
  run: async (target) => {
    const did =
      'stored an invented patient over the local API and searched every file for the name as text, UTF-16, hex and base64'
    const { dataDir } = target
    if (dataDir === undefined) return notRun(did, 'no data folder was given')
    const marker = `Pericard-Probe-${randomBytes(12).toString('hex')}`
    if (!(await plant(target, marker))) return notRun(did, 'no local socket stored the invented patient')
    const files = filesBelow(dataDir)
    // The record was acknowledged as durable, so with no file at all this is not where it went.
    if (files.length === 0) return notRun(did, 'the data folder holds no file')
    const holding = filesHolding(dataDir, marker).map((path) => relative(dataDir, path))
    if (holding.length === 0)
      return { result: 'held', did, saw: `none of ${files.length} files holds the patient` }
    return { result: 'failed', did, saw: `in the clear in ${holding.slice(0, 5).join(', ')}` }
  },
}

async function plant(target: ProbeTarget, marker: string): Promise<boolean> {
  const observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }], text: 'Heart rate' },
    subject: { reference: `Patient/${marker}`, display: marker },
    effectiveDateTime: new Date(target.now).toISOString(),
    valueQuantity: { value: 72, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  }
  const body = JSON.stringify({ subject: marker, resources: [observation] })
  const headers = { 'content-type': 'application/json' }
  for (const to of (await liveSockets(target)).values()) {
    const answer = await ask({ to, path: '/records', method: 'POST', headers, body })
    if (answer?.status === 201) return true
  }
  return false
}
