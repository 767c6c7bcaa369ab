import assert from 'node:assert/strict'
import test from 'node:test'
import { decode, type EventReport, eventReport } from '@pericard/protocol'
import { eventsWaitingMax, FleetEvents } from './fleet-events.ts'

function bench(): {
  events: FleetEvents
  logged: string[]
  sent: EventReport[]
  answer: { status: number | undefined }
} {
  const [logged, sent]: [string[], EventReport[]] = [[], []]
  const answer: { status: number | undefined } = { status: 200 }
  const events = new FleetEvents({
    log: ({ event, detail }) => logged.push(`${event}: ${detail}`),
    line: () => logged.length,
    post: (report) => {
      if (answer.status === undefined) return Promise.reject(new Error('no fleet'))
      if (answer.status === 200) sent.push(report)
      return Promise.resolve({ status: answer.status })
    },
  })
  return { events, logged, sent, answer }
}
const kept = {
  type: 'update',
  level: 'info',
  event: 'update-kept',
  detail: { component: 'controller', number: 2 },
}

test('an outcome of an update is in the log and goes to the fleet in the form that the fleet takes, once', async () => {
  const { events, logged, sent } = bench()
  events.onUpdate(kept)
  await events.send()
  await events.send()
  assert.deepEqual(logged, ['update-kept: component controller, number 2'])
  const report = { events: [{ sequence: 1, kind: 'update-kept', detail: 'component controller, number 2' }] }
  assert.deepEqual(sent, [report])
  assert.deepEqual(decode(eventReport, JSON.stringify(report)), { ok: true, value: report })
})

test('without a fleet, or with one that refuses, events wait, so many and no more', async () => {
  const { events, sent, answer } = bench()
  for (let count = 0; count < eventsWaitingMax + 50; count++) events.onUpdate(kept)
  for (const status of [undefined, 503]) {
    answer.status = status
    await events.send()
  }
  assert.equal(sent.length, 0)
  answer.status = 200
  for (let count = 0; count < 20; count++) await events.send()
  assert.equal(sent.flatMap((report) => report.events).length, eventsWaitingMax)
})

test('what is no outcome of an update goes nowhere', async () => {
  const { events, logged, sent } = bench()
  for (const part of [
    { event: 'support-opened' },
    { level: 'x' },
    { detail: 'Anna Meyer' },
    { detail: { a: {} } },
  ])
    events.onUpdate({ ...kept, ...part })
  await events.send()
  assert.deepEqual([logged, sent], [[], []])
})
