import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { encodeFrame, FrameReader } from '../frames.ts'
import { readGateRequest } from './wire.ts'

const command = {
  ...{ type: 'command', id: 7, command: 'set-rate', parameters: { ml_per_h: 5 } },
  ...{ role: 'nurse', confirmed: true },
}
const sound: readonly object[] = [command, { type: 'status', id: 0 }, { type: 'shutdown', id: 1 }]

test('readGateRequest() takes the three requests and nothing beside them', () => {
  for (const request of sound) {
    assert.deepEqual(readGateRequest(request), request)
    assert.equal(readGateRequest({ ...request, more: 1 }), undefined)
    for (const key of Object.keys(request)) {
      const { [key]: _, ...less } = request as Record<string, unknown>
      assert.equal(readGateRequest(less), undefined, `without ${key}`)
    }
  }
})

test('readGateRequest() takes no id, name or confirmation of another type, and none too long', () => {
  const long = 'x'.repeat(65)
  for (const bent of [
    { id: -1 },
    { id: 0.5 },
    { id: '7' },
    { id: 2 ** 53 },
    { confirmed: 'true' },
    { confirmed: 1 },
    { role: 7 },
    { role: long },
    { command: long },
    { command: ['set-rate'] },
    { parameters: [] },
    { parameters: { [long]: 1 } },
    { type: 'COMMAND' },
  ])
    assert.equal(readGateRequest({ ...command, ...bent }), undefined, JSON.stringify(bent))
})

test('whatever JSON comes is a request of one of the three kinds, or none; it never throws', () => {
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(command)))
  const bent = fc.dictionary(fc.constantFrom(...Object.keys(command), '__proto__', 'x'), values)
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), bent), (value) => {
      const request = readGateRequest(value)
      if (request === undefined) return
      assert.ok(['command', 'status', 'shutdown'].includes(request.type))
      assert.ok(Number.isSafeInteger(request.id) && request.id >= 0)
      if (request.type === 'command') assert.equal(typeof request.confirmed, 'boolean')
    }),
    { numRuns: 5000 },
  )
})

test('spoiled frames are refused as such, or give no more messages than were sent; nothing else is thrown', () => {
  const bytes = Buffer.concat(sound.map((request) => encodeFrame(request)))
  const spoil = fc.tuple(fc.nat(bytes.length - 1), fc.nat(7), fc.nat(bytes.length))
  fc.assert(
    fc.property(spoil, ([at, bit, cut]) => {
      const bent = Buffer.from(bytes)
      bent.writeUInt8(bent.readUInt8(at) ^ (1 << bit), at)
      const reader = new FrameReader()
      try {
        const messages = [...reader.push(bent.subarray(0, cut)), ...reader.push(bent.subarray(cut))]
        assert.ok(messages.length <= sound.length)
        for (const message of messages) readGateRequest(message)
      } catch (error) {
        assert.equal((error as Error).name, 'GuardError')
      }
    }),
    { numRuns: 5000 },
  )
})
