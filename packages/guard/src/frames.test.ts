import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { encodeFrame, frameBytesMax, FrameReader } from './frames.ts'

test('FrameReader gives back what encodeFrame() wrote, however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 17 }), (messages, cut) => {
      const stream = Buffer.concat(messages.map((message) => encodeFrame(message)))
      const reader = new FrameReader()
      const read: unknown[] = []
      for (let at = 0; at < stream.length; at += cut) read.push(...reader.push(stream.subarray(at, at + cut)))
      assert.deepEqual(read, messages)
    }),
  )
})

test('FrameReader refuses a length that is too large before the bytes came', () => {
  const header = Buffer.alloc(4)
  header.writeUInt32BE(frameBytesMax + 1, 0)
  assert.throws(() => new FrameReader().push(header), { code: 'GUARD_FRAME_TOO_LARGE' })
  assert.throws(() => encodeFrame('x'.repeat(frameBytesMax)), { code: 'GUARD_FRAME_TOO_LARGE' })
})

test('FrameReader refuses what is not JSON, not UTF-8, or pollutes', () => {
  for (const body of [
    Buffer.from('{'),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('{"__proto__":{}}'),
    Buffer.alloc(0),
  ]) {
    const header = Buffer.alloc(4)
    header.writeUInt32BE(body.length, 0)
    assert.throws(() => new FrameReader().push(Buffer.concat([header, body])), {
      code: 'GUARD_FRAME_INVALID',
    })
  }
})
