/** kill -9 at random moments: states are those of a rebuild, byte for byte, and the alerts lead to them; PERICARD_FAULTS=full for 300. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stateKey } from '@pericard/soup'
import { sqliteStore } from '../src/index.ts'
import { alertsAfter, keptStates } from '../src/soup/alerts.ts'
import { loaded, statesOf } from '../src/soup/keeping.ts'

const kills = process.env['PERICARD_FAULTS'] === 'full' ? 300 : 15
const waitMax = 60
const folder = mkdtempSync(join(tmpdir(), 'pericard-soup-kill-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))

test(`after ${kills} kills the states are those of a rebuild, and each change was alerted exactly once`, async () => {
  let done = 0
  for (let kill = 1; kill <= kills; kill++) {
    const child = fork(new URL('soup-work.ts', import.meta.url), [folder, String(kill)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    child.on('message', (message) => (done += typeof message === 'number' ? 1 : 0))
    await once(child, 'message')
    await new Promise((wake) => setTimeout(wake, Math.random() * waitMax))
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    assert.equal(child.signalCode, 'SIGKILL', 'it worked until it was killed')
    await check(`after kill ${kill}`)
  }
  assert.ok(done > kills, `${done} steps were acknowledged`)
})

async function check(when: string): Promise<void> {
  const store = sqliteStore(folder)
  try {
    await store.transact(async (transaction) => {
      const states = await keptStates(transaction)
      assert.equal(states, statesOf(await loaded(transaction)), when)
      const alerted = new Map<string, readonly string[]>()
      const alerts = await alertsAfter(transaction, 0, Number.MAX_SAFE_INTEGER)
      for (const [index, alert] of alerts.entries()) {
        assert.equal(alert.sequence, index + 1, when)
        const key = stateKey(alert)
        assert.equal(alerted.has(key), alert.change !== 'opened', `${when}: ${key} ${alert.change}`)
        if (alert.change === 'retracted') alerted.delete(key)
        else alerted.set(key, alert.components)
      }
      const replayed = [...alerted].map(([key, components]) => `${key} ${JSON.stringify(components)}\n`)
      assert.equal(replayed.sort().join(''), states, when)
    })
  } finally {
    await store.close()
  }
}
