/** Sandboxes by the real bubblewrap. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { bwrapArguments, findBwrap, type SandboxProfile } from './sandbox.ts'
import { type Layer, layers as allLayers } from './sandbox/layers.ts'

const skip = existsSync('/usr/bin/bwrap') || process.env['CI'] === 'true' ? false : 'bubblewrap is missing'

const outer: SandboxProfile = {
  calls: 'gate',
  nests: true,
  network: false,
  readOnly: [process.execPath, '/usr/bin/bwrap'],
  writable: [],
  uid: 64_001,
  diesWithParent: true,
  proc: true,
  environment: {},
}

test('a sandbox can be made within a sandbox, wherever the program lies: nothing of the host has to be there', {
  skip,
}, () => {
  const inner = { ...outer, readOnly: [process.execPath], uid: 64_002, proc: false }
  const nested = bwrapArguments(inner, [process.execPath, '-e', 'console.log(process.getuid())'])
  const start = `
    const { spawnSync } = require('node:child_process')
    const { status, stdout, stderr } = spawnSync('/usr/bin/bwrap', ${JSON.stringify(nested)}, { env: {} })
    console.log(status, String(stdout), String(stderr))`
  const { stdout, stderr } = spawnSync(findBwrap(), bwrapArguments(outer, [process.execPath, '-e', start]), {
    encoding: 'utf8',
    env: {},
  })
  assert.match(stdout, /^0 64002/, stderr)
})

test('what a profile does not name does not exist, and nothing can be made beside it', { skip }, () => {
  const look = `
    const { readdirSync, writeFileSync } = require('node:fs')
    console.log(JSON.stringify(readdirSync('/')))
    for (const path of ['/x', '/tmp/x', '/etc/x'])
      try { writeFileSync(path, 'x'); console.log('made', path) } catch (error) { console.log(error.code) }`
  const { stdout } = spawnSync(findBwrap(), bwrapArguments(outer, [process.execPath, '-e', look]), {
    ...{ encoding: 'utf8', env: {} },
  })
  const [folders = '', ...made] = stdout.trim().split('\n')
  for (const name of ['etc', 'root', 'home', 'var']) {
    const isOnTheWay = process.execPath.startsWith(`/${name}/`)
    assert.equal((JSON.parse(folders) as string[]).includes(name), isOnTheWay, name)
  }
  assert.deepEqual(made, ['EROFS', 'EROFS', 'ENOENT'])
})

test("the kernel's switches cannot be written, by a process that nests or by one that does not", {
  skip,
}, () => {
  const attack = `
    const { openSync } = require('node:fs')
    for (const path of ['/proc/sys/kernel/core_pattern', '/proc/sys/vm/drop_caches', '/proc/sysrq-trigger'])
      try { openSync(path, 'r+'); console.log('opened', path) } catch (error) { console.log(error.code) }`
  const answersOf = (nests: boolean, layers: readonly Layer[]): string[] => {
    const command = [process.execPath, '-e', attack]
    const args = bwrapArguments({ ...outer, nests }, command, { layers })
    const { stdout } = spawnSync(findBwrap(), args, { encoding: 'utf8', env: {} })
    return stdout.trim().split('\n')
  }
  for (const nests of [true, false]) {
    const answers = answersOf(nests, allLayers)
    assert.equal(answers.length, 3)
    assert.ok(
      answers.every((answer) => /^E[A-Z]+$/.test(answer)),
      answers.join(),
    )
  }
  const weak = answersOf(
    false,
    allLayers.filter((layer) => layer !== 'read-only'),
  )
  // Any other user than root cannot write them anyway.
  if (process.getuid?.() === 0) assert.ok(weak.includes('opened /proc/sys/kernel/core_pattern'), weak.join())
})

test('a hidden folder is empty and cannot be filled, though what it lies in is there', { skip }, (t) => {
  const data = mkdtempSync(join(tmpdir(), 'pericard-hidden-'))
  t.after(() => rmSync(data, { recursive: true, force: true }))
  mkdirSync(join(data, 'gate'))
  writeFileSync(join(data, 'gate', 'gate.sock'), '')
  writeFileSync(join(data, 'vault.db'), '')
  const look = `
    const { readdirSync, writeFileSync } = require('node:fs')
    const data = ${JSON.stringify(data)}
    console.log(JSON.stringify([readdirSync(data), readdirSync(data + '/gate')]))
    try { writeFileSync(data + '/gate/x', 'x'); console.log('made') } catch (error) { console.log(error.code) }`
  const profile = { ...outer, writable: [data], hidden: [join(data, 'gate')] }
  const { stdout, stderr } = spawnSync(findBwrap(), bwrapArguments(profile, [process.execPath, '-e', look]), {
    ...{ encoding: 'utf8', env: {} },
  })
  assert.deepEqual(stdout.trim().split('\n'), ['[["gate","vault.db"],[]]', 'EROFS'], stderr)
})
