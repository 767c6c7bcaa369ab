import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { FunctionLines, type FunctionMessage, lineBytesMax } from './function-lines.ts'

const heartbeat = { v: 1, type: 'heartbeat' }
const sound: readonly (readonly [string, object])[] = [
  ['{"v":1,"type":"heartbeat"}', heartbeat],
  ['{"v":1,"type":"heartbeat","beat":7,"volume":0.25}', heartbeat],
  [' { "type" : "applied" , "id" : 7 , "v" : 1 } ', { v: 1, type: 'applied', id: 7 }],
  ['{"v":1,"type":"fault","id":0}', { v: 1, type: 'fault', id: 0 }],
  [
    '{"v":1,"type":"ask","after":3,"command":"set-rate","parameters":{"ml_per_h":5}}',
    { v: 1, type: 'ask', after: 3, command: 'set-rate', parameters: { ml_per_h: 5 } },
  ],
]
const bent = [
  '',
  'heartbeat',
  'null',
  '[]',
  '{"type":"heartbeat"}',
  '{"v":2,"type":"heartbeat"}',
  '{"v":"1","type":"heartbeat"}',
  '{"v":1,"type":"apply","id":1,"command":"start","parameters":{}}',
  '{"v":1,"type":"applied"}',
  '{"v":1,"type":"ask","command":"set-rate","parameters":{}}',
  '{"v":1,"type":"ask","after":-1,"command":"set-rate","parameters":{}}',
  '{"v":1,"type":"ask","after":0,"command":"set-rate"}',
  '{"v":1,"type":"ask","after":0,"command":7,"parameters":{}}',
  '{"v":1,"type":"ask","after":0,"command":"set-rate","parameters":[1]}',
  `{"v":1,"type":"ask","after":0,"command":"${'x'.repeat(65)}","parameters":{}}`,
  '{"v":1,"type":"applied","id":"7"}',
  '{"v":1,"type":"applied","id":-1}',
  '{"v":1,"type":"applied","id":0.5}',
  '{"v":1,"type":"applied","id":9007199254740993}',
  '{"v":1,"type":"heartbeat","__proto__":{}}',
  `{"v":1,"type":"heartbeat","deep":${'['.repeat(100)}${']'.repeat(100)}}`,
  '{"v":1,"type":"heartbeat"}\u0000',
]
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8')
const read = (text: string): readonly FunctionMessage[] | undefined => new FunctionLines().push(bytes(text))

test('push() reads each form of a line', () => {
  for (const [line, message] of sound) assert.deepEqual(read(`${line}\n`), [message])
})

test('push() ends at each line that is none, and reads nothing ever after', () => {
  for (const line of bent) {
    const lines = new FunctionLines()
    assert.equal(lines.push(bytes(`${line}\n`)), undefined, line)
    assert.equal(lines.push(bytes(`${sound[0]?.[0]}\n`)), undefined)
  }
  assert.equal(new FunctionLines().push(Buffer.from([0x22, 0xff, 0x22, 0x0a])), undefined)
})

test('push() takes a line of the most bytes and none of one more, whether it ends or not', () => {
  const line = (length: number): string => `{"v":1,"type":"heartbeat","x":"${'x'.repeat(length - 33)}"}`
  assert.equal(line(lineBytesMax).length, lineBytesMax)
  assert.deepEqual(read(`${line(lineBytesMax)}\n`), [heartbeat])
  assert.equal(read(`${line(lineBytesMax + 1)}\n`), undefined)
  assert.equal(read('x'.repeat(lineBytesMax + 1)), undefined)
})

test('push() gives the same messages however the bytes are cut', () => {
  const text = sound.map(([line]) => `${line}\n`).join('')
  const all = bytes(text)
  for (let cut = 0; cut <= all.length; cut++) {
    const lines = new FunctionLines()
    const first = lines.push(all.subarray(0, cut)) ?? []
    assert.deepEqual([...first, ...(lines.push(all.subarray(cut)) ?? [])], read(text))
  }
})

test('push() never throws, keeps to its forms, and gives no more messages than there are lines', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.constantFrom(...sound.map(([line]) => bytes(`${line}\n`)), ...bent.map(bytes)),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const lines = new FunctionLines()
      let ended = false
      for (const each of pieces) {
        const messages = lines.push(each)
        assert.ok(!ended || messages === undefined)
        ended ||= messages === undefined
        for (const message of messages ?? [])
          assert.ok(
            message.type === 'heartbeat' ||
              Number.isSafeInteger(message.type === 'ask' ? message.after : message.id),
          )
        assert.ok((messages?.length ?? 0) <= each.filter((byte) => byte === 0x0a).length)
      }
    }),
    { numRuns: 3000 },
  )
})

test('push() reads a line with one bit flipped as none, unless the flip made one digit another', () => {
  const line = bytes('{"v":1,"type":"applied","id":7}\n')
  const passed: number[] = []
  for (let bit = 0; bit < line.length * 8; bit++) {
    const flipped = Buffer.from(line)
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    const messages = new FunctionLines().push(flipped) ?? []
    if (messages.length > 0) passed.push(bit >> 3)
  }
  assert.deepEqual([...new Set(passed)], [line.indexOf('7')])
})
