import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { Cgroup, cgroupBase } from './cgroup.ts'
import { limitsOf } from './limits.ts'

/** Plain folders in the layout of a cgroup file system; what the kernel does with the values is the battery's matter. */
function root(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'pericard-cgroup-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('of cgroup v1 it sets memory, tasks and processor in each hierarchy', (t) => {
  const at = root(t)
  for (const name of ['memory', 'pids', 'cpu']) mkdirSync(join(at, name))
  const base = cgroupBase(at)
  assert.equal(base?.version, 1)
  const group = new Cgroup(base, 'abc-courier', limitsOf('courier'))
  group.add(4711)
  const read = (file: string): string => readFileSync(join(at, file), 'utf8')
  assert.equal(read('memory/pericard/abc-courier/memory.limit_in_bytes'), String(256 * 1024 * 1024))
  assert.equal(read('pids/pericard/abc-courier/pids.max'), '48')
  assert.equal(read('cpu/pericard/abc-courier/cpu.cfs_quota_us'), '100000')
  for (const name of ['memory', 'pids', 'cpu'])
    assert.equal(read(`${name}/pericard/abc-courier/cgroup.procs`), '4711')
})

test('of cgroup v2 it hands the controllers down and sets the same limits', (t) => {
  const at = root(t)
  writeFileSync(join(at, 'cgroup.controllers'), 'cpuset cpu io memory pids\n')
  const base = cgroupBase(at)
  assert.equal(base?.version, 2)
  new Cgroup(base, 'abc-gate', limitsOf('gate')).add(4711)
  const read = (file: string): string => readFileSync(join(at, file), 'utf8')
  for (const folder of ['', 'pericard/'])
    assert.equal(read(`${folder}cgroup.subtree_control`), '+memory +pids +cpu')
  assert.equal(read('pericard/abc-gate/memory.max'), String(512 * 1024 * 1024))
  assert.equal(read('pericard/abc-gate/cpu.max'), 'max 100000')
  assert.equal(read('pericard/abc-gate/cpu.weight'), '313')
  assert.equal(read('pericard/abc-gate/cgroup.procs'), '4711')
})

test('a hierarchy without one of the controllers is none', (t) => {
  const at = root(t)
  mkdirSync(join(at, 'memory'))
  mkdirSync(join(at, 'cpu'))
  assert.equal(cgroupBase(at), undefined)
  writeFileSync(join(at, 'cgroup.controllers'), 'hugetlb\n')
  assert.equal(cgroupBase(at), undefined)
})
