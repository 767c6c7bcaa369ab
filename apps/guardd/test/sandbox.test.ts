/** What the kernel says of the processes of a running guard: that they are held as their profiles say. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { bwrapMissing as skip, folder, guard, passphrasePump, pids, until } from './run.ts'

const passphraseFile = join(folder, 'passphrase')
writeFileSync(passphraseFile, 'a passphrase for tests only')
test.after(() => rmSync(folder, { recursive: true, force: true }))

/** Programs by a word of their command line, and how many filters lie over them. */
const programs = { courier: 1, keeper: 1, 'local-api': 1, gate: 1, function: 2 } as const

function pidOf(name: keyof typeof programs, data: string): number | undefined {
  const isOurs = (pid: number): boolean => {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return line.split('\0')[0]?.endsWith('node') === true && (name === 'gate' || !line.includes('gate.sock'))
  }
  if (name === 'gate') return pids('gate/main.ts', data).find(isOurs)
  const word = name === 'function' ? 'pump-function.ts' : `guard/src/${name}/main.ts`
  return pids(word).find(isOurs)
}

test('each running process has its filter, no capability, its own namespaces, its cgroup, and no file left open', {
  skip,
}, async () => {
  const data = mkdtempSync(join(folder, 'held-'))
  const run = guard(data, passphrasePump(), '--passphrase-file', passphraseFile)
  try {
    await until('the log', () => /log-open/.exec(run.text()) ?? undefined)
    for (const [name, filters] of Object.entries(programs) as [keyof typeof programs, number][]) {
      const pid = await until(name, () => pidOf(name, data))
      const read = (file: string): string => readFileSync(`/proc/${pid}/${file}`, 'utf8')
      const status = read('status')
      assert.match(status, /^Seccomp:\t2$/m, `${name} has a filter`)
      const found = Number(/^Seccomp_filters:\t(\d+)$/m.exec(status)?.[1])
      assert.ok(found >= filters, `${name} has ${found} filters, wanted ${filters}`)
      assert.match(status, /^NoNewPrivs:\t1$/m, name)
      for (const set of ['CapEff', 'CapPrm', 'CapInh', 'CapBnd', 'CapAmb'])
        assert.match(status, new RegExp(`^${set}:\t0+$`, 'm'), `${name}: ${set}`)
      for (const kind of ['user', 'mnt', 'pid', 'ipc', ...(name === 'courier' ? [] : ['net'])])
        assert.notEqual(
          readlinkSync(`/proc/${pid}/ns/${kind}`),
          readlinkSync(`/proc/self/ns/${kind}`),
          `${name} has its own ${kind} namespace`,
        )
      assert.match(read('cgroup'), /pericard\//, name)
      const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
      const files = open.filter(
        (path) => path.startsWith('/') && path !== '/dev/null' && !path.startsWith(data),
      )
      assert.deepEqual(files, [], `${name} holds no file of the device`)
    }
  } finally {
    run.child.kill('SIGTERM')
    await run.ended
  }
})
