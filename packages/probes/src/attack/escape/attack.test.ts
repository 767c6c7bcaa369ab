/** The battery itself, against sandboxes that are only said to be some: what it concludes from what the attacks say. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import test from 'node:test'
import type { SandboxRun, SandboxTarget } from '../../probe.ts'
import { attackAll, judge } from './attack.ts'
import { escapes } from './index.ts'

type Answer = (without: readonly string[], script: string) => string | SandboxRun

function sandbox(answer: Answer): { readonly target: SandboxTarget; readonly scripts: string[] } {
  const scripts: string[] = []
  const run: SandboxTarget['run'] = async (_, script, without) => {
    scripts.push(script)
    const said = answer(without, script)
    return typeof said === 'string' ? { output: `begun\n${said}\n`, killed: false } : said
  }
  return { target: { run, callNumber: () => 1 }, scripts }
}

async function verdict(answer: Answer, place: 'courier' | 'function' = 'courier'): Promise<[string, string]> {
  const { result, saw } = judge('attacked', await attackAll(place, sandbox(answer).target))
  return [result, saw]
}

const sound: Answer = (without, script) => {
  const escape = escapes.find((each) => script.includes(each.script))
  const isOff = escape?.stoppedBy.every((layer) => without.includes(layer)) === true
  return isOff && escape.stoppedBy.length > 0 ? 'through' : 'refused Operation not permitted'
}

test('a sandbox that refuses all, and lets through once its layers are off, holds', async () => {
  for (const place of ['courier', 'function'] as const) {
    const [result, saw] = await verdict(sound, place)
    assert.equal(result, 'held', saw)
    assert.ok(Number(/all (\d+) were refused/.exec(saw)?.[1]) >= 60, saw)
  }
})

test('one attack that gets out is a failure, and is named', async () => {
  const weak: Answer = (without, script) =>
    script.includes('(/etc/shadow)') ? 'through' : sound(without, script)
  const [result, saw] = await verdict(weak)
  assert.equal(result, 'failed')
  assert.match(saw, /^1 of \d+ got out: read-passwords$/)
})

test('attacks that work nowhere prove nothing', async () => {
  const [result, saw] = await verdict(() => 'refused Function not implemented')
  assert.equal(result, 'not-run', saw)
})

test('an attack that could not begin, or died of its own fault, is no refusal', async () => {
  for (const output of ['', 'bwrap: no such file', 'begun\n']) {
    const { target, scripts } = sandbox(() => ({ output, killed: false }))
    const { result, saw } = judge(
      'attacked',
      await attackAll('courier', target, undefined, escapes.slice(0, 1)),
    )
    assert.equal(result, 'not-run', saw)
    assert.match(saw, /could not begin/)
    assert.equal(scripts.length, 3, 'it is started again, and not for ever')
  }
})

test('a sandbox that starts only at the second try is attacked all the same', async () => {
  let starts = 0
  const busy: Answer = (without, script) =>
    ++starts % 2 === 1 ? { output: '', killed: false } : sound(without, script)
  const { target } = sandbox(busy)
  const attempts = await attackAll('courier', target, undefined, escapes.slice(0, 2))
  assert.deepEqual(
    attempts.map(({ outcome }) => outcome),
    ['shown', 'shown'],
  )
})

test('what a filter or a limit kills counts as refused', async () => {
  const killed: Answer = (without, script) => {
    const said = sound(without, script)
    return said === 'through' ? said : { output: 'begun\n', killed: true }
  }
  assert.equal((await verdict(killed))[0], 'held')
})

test('attacks that are unsafe are never run with a layer off', async () => {
  const unsafe = escapes.filter((escape) => escape.unsafe !== undefined)
  assert.ok(unsafe.length > 0)
  const { target, scripts } = sandbox(sound)
  const attempts = await attackAll('courier', target, undefined, unsafe)
  assert.equal(scripts.length, attempts.length)
  assert.ok(attempts.every(({ outcome, because }) => outcome === 'refused' && because !== undefined))
})

test('each attack has a name of its own, and what it needs is gone afterwards', async () => {
  assert.equal(new Set(escapes.map(({ id }) => id)).size, escapes.length)
  const { target, scripts } = sandbox(sound)
  await attackAll('courier', target, undefined, escapes.slice(0, 1))
  const folder = /\$decoys = '([^']+)'/.exec(scripts[0] ?? '')?.[1] ?? ''
  assert.match(folder, /pericard-decoy-/)
  assert.ok(!existsSync(folder))
})

test('a call that this architecture lacks is not tried', async () => {
  const { target } = sandbox(sound)
  const without = { ...target, callNumber: () => undefined }
  const attempts = await attackAll('courier', without)
  assert.ok(attempts.length > 0 && attempts.every(({ escape }) => !escape.script.includes('$N{')))
})
