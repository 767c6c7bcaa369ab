/** The filters, run by an interpreter of classic BPF written from the kernel's description (networking/filter.rst). */
import assert from 'node:assert/strict'
import test from 'node:test'
import { actions, type Arch, auditArch, errnos } from './bpf.ts'
import { type CallProfile, callPolicy } from './calls.ts'
import { buildFilter } from './filter.ts'
import { callNames, callNumber } from './syscalls.ts'

interface Call {
  readonly arch: number
  readonly number: number
  readonly arguments: readonly bigint[]
}

/** What a filter answers to a call. */
function run(filter: Uint8Array, call: Call): number {
  const data = Buffer.alloc(64)
  data.writeUInt32LE(call.number >>> 0, 0)
  data.writeUInt32LE(call.arch >>> 0, 4)
  for (const [index, value] of call.arguments.entries())
    data.writeBigUInt64LE(BigInt.asUintN(64, value), 16 + index * 8)
  const program = Buffer.from(filter)
  let accumulator = 0
  for (let at = 0; at < program.length / 8; at++) {
    const code = program.readUInt16LE(at * 8)
    const [jt, jf, k] = [program[at * 8 + 2] ?? 0, program[at * 8 + 3] ?? 0, program.readUInt32LE(at * 8 + 4)]
    if (code === 0x06) return k
    if (code === 0x20) accumulator = data.readUInt32LE(k)
    else if (code === 0x15) at += accumulator === k ? jt : jf
    else if (code === 0x25) at += accumulator > k ? jt : jf
    else if (code === 0x35) at += accumulator >= k ? jt : jf
    else if (code === 0x45) at += (accumulator & k) !== 0 ? jt : jf
    else assert.fail(`instruction ${at} has code ${code}`)
  }
  return assert.fail('the filter ends without an answer; the kernel would not take it')
}

const profiles: readonly CallProfile[] = [
  'courier',
  'keeper',
  'updater',
  'relay',
  'local-api',
  'gate',
  'function',
]
const arches: readonly Arch[] = ['x64', 'arm64']
const eperm = actions.errno(errnos.EPERM)
const enosys = actions.errno(errnos.ENOSYS)

/** The answer by the policy alone, without a filter. */
function wanted(profile: CallProfile, name: string | undefined, argument: readonly bigint[]): number {
  const { allow, allowWith, absent, kill } = callPolicy(profile)
  if (name === undefined) return eperm
  const rule = allowWith.find(({ call }) => call === name)
  if (rule !== undefined) {
    const value = Number(BigInt.asUintN(32, argument[rule.argument] ?? 0n))
    if (rule.oneOf !== undefined) return rule.oneOf.includes(value) ? actions.allow : eperm
    const all = (value & (rule.allOf ?? 0)) >>> 0 === (rule.allOf ?? 0) >>> 0
    return all && (value & (rule.noneOf ?? 0)) === 0 ? actions.allow : eperm
  }
  if (allow.includes(name)) return actions.allow
  if (kill.includes(name)) return actions.kill
  return absent.includes(name) ? enosys : eperm
}

test('each filter answers each system call number as its policy says, on both architectures', () => {
  for (const arch of arches) {
    const names = new Map(callNames().map((name) => [callNumber(name, arch), name]))
    for (const profile of profiles) {
      const filter = buildFilter(callPolicy(profile), arch)
      for (let number = 0; number <= 450; number++) {
        for (const value of [0n, 1n, 2n, 10n, 16n, 0x10900n, 0x7e020000n, 0x5412n, 0x5421n, 0xffffffffn]) {
          const argument = [value, value, value]
          const found = run(filter, { arch: auditArch[arch], number, arguments: argument })
          assert.equal(
            found,
            wanted(profile, names.get(number), argument),
            `${arch} ${profile} ${number} ${value}`,
          )
        }
      }
      for (const number of [451, 462, 1000, 0x3fff_ffff])
        assert.equal(run(filter, { arch: auditArch[arch], number, arguments: [] }), enosys)
    }
  }
})

test('a call of another architecture or of the x32 ABI kills the process, whatever its number means there', () => {
  for (const profile of profiles) {
    const filter = buildFilter(callPolicy(profile), 'x64')
    for (const arch of [auditArch.arm64, 0x4000_0003, 0, 0xffff_ffff])
      for (const number of [0, 1, 59, 231])
        assert.equal(run(filter, { arch, number, arguments: [] }), actions.kill)
    for (let number = 0; number <= 450; number++) {
      const x32 = { arch: auditArch.x64, number: number + 0x4000_0000, arguments: [0n] }
      assert.equal(run(filter, x32), actions.kill)
    }
    for (const number of [-1, 0x8000_0000])
      assert.equal(run(filter, { arch: auditArch.x64, number, arguments: [] }), actions.kill)
    const arm = buildFilter(callPolicy(profile), 'arm64')
    assert.equal(run(arm, { arch: auditArch.x64, number: 0, arguments: [] }), actions.kill)
  }
})

test('a thread can be made, and no process and no namespace, whichever bit asks for it', () => {
  const filter = buildFilter(callPolicy('courier'), 'x64')
  const clone = (flags: bigint): number =>
    run(filter, { arch: auditArch.x64, number: callNumber('clone', 'x64') ?? -1, arguments: [flags] })
  const thread = 0x3d0f00n
  assert.equal(clone(thread), actions.allow)
  assert.equal(clone(17n), eperm, 'SIGCHLD alone is fork()')
  for (const bit of [8n, 11n, 16n]) assert.equal(clone(thread & ~(1n << bit)), eperm, `without bit ${bit}`)
  for (const bit of [7n, 17n, 25n, 26n, 27n, 28n, 29n, 30n])
    assert.equal(clone(thread | (1n << bit)), eperm, `bit ${bit}`)
})

test('high words of arguments change nothing: the kernel reads only the low ones', () => {
  const filter = buildFilter(callPolicy('courier'), 'x64')
  const socket = (family: bigint): number =>
    run(filter, { arch: auditArch.x64, number: callNumber('socket', 'x64') ?? -1, arguments: [family] })
  for (let family = 0n; family < 64n; family++)
    for (const high of [0n, 1n << 32n, 0xffff_ffffn << 32n])
      assert.equal(
        socket(family | high),
        family === 2n || family === 10n ? actions.allow : eperm,
        `${family}`,
      )
})

test('no process may do what is hostile, and only the gate may build a sandbox', () => {
  for (const profile of profiles) {
    const { allow, kill } = callPolicy(profile)
    for (const name of [
      'ptrace',
      'bpf',
      'keyctl',
      'perf_event_open',
      'userfaultfd',
      'init_module',
      'clock_settime',
    ])
      assert.ok(kill.includes(name) && !allow.includes(name), `${profile}: ${name}`)
    for (const name of ['mount', 'unshare', 'pivot_root'])
      assert.equal(allow.includes(name), profile === 'gate', `${profile}: ${name}`)
    assert.deepEqual(
      allow.filter((name) => kill.includes(name)),
      [],
      `${profile} allows what it kills for`,
    )
  }
})

test('a policy that names no system call is refused: a misspelt name would just be missing', () => {
  const nothing = { allow: [], allowWith: [], absent: [], kill: [] }
  assert.throws(() => buildFilter({ ...nothing, kill: ['ptraec'] }, 'x64'), /no system call named "ptraec"/)
})
