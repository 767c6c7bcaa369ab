import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { placeAsk, takeAsks } from './asks.ts'
import { refusal } from './grant.ts'

const data = mkdtempSync(join(tmpdir(), 'pericard-asks-'))
test.after(() => rmSync(data, { recursive: true }))

test('a request is answered once, beside it, and goes away', async () => {
  const seen: unknown[] = []
  const take = (): Promise<void> =>
    takeAsks(data, async (ask) => {
      seen.push(ask)
      return { ok: true, challenge: '0'.repeat(32), device: 'pump:1' }
    })
  await take()
  const answerAt = placeAsk(data, { type: 'challenge' })
  await take()
  await take()
  assert.deepEqual(seen, [{ type: 'challenge' }])
  assert.match(readFileSync(answerAt, 'utf8'), /"device":"pump:1"/)
  assert.equal(readdirSync(join(data, 'support')).filter((name) => name.endsWith('.ask')).length, 0)
})

test('what is no JSON or too long is handed on as nothing, other files stay, and no more than 16 are taken at once', async () => {
  const folder = join(data, 'many', 'support')
  mkdirSync(folder, { recursive: true })
  const seen: unknown[] = []
  const take = (): Promise<void> =>
    takeAsks(join(data, 'many'), async (ask) => {
      seen.push(ask)
      return refusal('SUPPORT_FORMAT', 'it is no request')
    })
  const name = (index: number): string => `${index.toString(16).padStart(16, '0')}.ask`
  writeFileSync(join(folder, name(1)), '{"type":')
  writeFileSync(join(folder, name(2)), `{"type":"challenge","x":"${'x'.repeat(40_000)}"}`)
  writeFileSync(join(folder, '..ask'), '{}')
  writeFileSync(join(folder, 'x.ask.new'), '{}')
  await take()
  assert.deepEqual(seen, [undefined, undefined])
  assert.ok(existsSync(join(folder, '..ask')) && existsSync(join(folder, 'x.ask.new')))
  for (let index = 0; index < 20; index++) writeFileSync(join(folder, name(index)), '{}')
  await take()
  assert.equal(seen.length, 2 + 16)
})
