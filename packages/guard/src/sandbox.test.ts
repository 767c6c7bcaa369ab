/** Sandboxes by the real bubblewrap. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import test from 'node:test'
import { bwrapArguments, findBwrap, type SandboxProfile } from './sandbox.ts'

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
