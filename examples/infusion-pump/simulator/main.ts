/**
 * Plays the pump's own applications on its local sockets: the gateway application posts vital signs and what was delivered, the
 * touch screen gives commands as a nurse would. Now and then it asks for what the envelope forbids, which must be refused.
 */
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values: flags } = parseArgs({ options: { run: { type: 'string', default: 'run' } } })
/** One round in milliseconds. */
const round = 1_000

interface Observation {
  readonly subject: { readonly reference: string }
  readonly [field: string]: unknown
}

const vitalSigns = readFileSync(new URL('../fhir/vital-signs.ndjson', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Observation)
const subject = vitalSigns[0]?.subject.reference ?? 'unknown'

/** What the pump delivered, as FHIR with the IEEE 11073-10101 code first (HL7 PoCD guide). */
function delivered(mlPerHour: number): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: {
      coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '157784', display: 'MDC_FLOW_FLUID_PUMP' }],
      text: 'Infusion rate',
    },
    subject: { reference: subject },
    effectiveDateTime: new Date().toISOString(),
    valueQuantity: { value: mlPerHour, unit: 'mL/h', system: 'http://unitsofmeasure.org', code: 'mL/h' },
  }
}

function post(component: string, path: string, body: unknown): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        socketPath: join(flags.run, `${component}.sock`),
        ...{ path, method: 'POST', agent: false, headers: { 'content-type': 'application/json' } },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      },
    )
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: 0, text: error.code ?? 'failed' }),
    )
    outgoing.end(JSON.stringify(body))
  })
}

/** A record that was not taken (the vault is still locked) is kept and posted again; the rest waits behind it. */
const waiting: { data: string; resource: Observation }[] = []

async function postWaiting(): Promise<void> {
  while (waiting.length > 0) {
    const [next] = waiting
    if (next === undefined) return
    const body = { subject: next.resource.subject.reference, data: next.data, resources: [next.resource] }
    const { status } = await post('gateway-app', '/records', body)
    if (status !== 201) return
    waiting.shift()
  }
}

const command = (name: string, parameters: object): Promise<{ status: number; text: string }> =>
  post('touch-screen', `/functions/deliver-drug/commands/${name}`, {
    parameters,
    role: 'nurse',
    confirmed: true,
  })

async function giveCommands(count: number): Promise<void> {
  if (count % 20 === 2) await command('start', {})
  const rate = 20 + (count % 10)
  if (count % 10 === 4) await command('set-rate', { ml_per_h: rate })
  if (count % 15 === 7) {
    const { status, text } = await command('set-rate', { ml_per_h: 5_000 })
    const code = /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? `status ${status}`
    const how = status === 422 ? 'refused' : status === 200 ? 'NOT REFUSED' : 'no answer'
    console.log(`asked for 5000 mL/h: ${how} (${code})`)
  }
}

console.log(`plays ${vitalSigns.length} vital signs of one invented patient, and a nurse at the screen`)
for (let count = 0; ; count++) {
  const next = vitalSigns[count % vitalSigns.length]
  if (next !== undefined && waiting.length < 100) waiting.push({ data: 'vital-signs', resource: next })
  if (count % 5 === 0) waiting.push({ data: 'dosing-history', resource: delivered(20 + (count % 10)) })
  await postWaiting()
  await giveCommands(count)
  await new Promise((wake) => setTimeout(wake, round))
}
