import {
  actions,
  type Arch,
  assemble,
  auditArch,
  end,
  errnos,
  type Instruction,
  jump,
  load,
  offsets,
} from './bpf.ts'
import { callNumber, firstUnknownCall, isCall } from './syscalls.ts'

/** A call that is allowed only with certain values in the low 32 bits of one argument, which is all that the kernel reads of it. */
export interface ArgumentRule {
  readonly call: string
  readonly argument: number
  /** Allowed where the argument is one of these, … */
  readonly oneOf?: readonly number[]
  /** … or where all of these bits are set, … */
  readonly allOf?: number
  /** … and none of these. */
  readonly noneOf?: number
}

/** What a process may ask of the kernel. Whatever is not named answers EPERM. */
export interface CallPolicy {
  readonly allow: readonly string[]
  readonly allowWith: readonly ArgumentRule[]
  /** Answer ENOSYS: programs look whether they are there and do without. */
  readonly absent: readonly string[]
  /** Nothing honest calls these: the process is killed, which its parent sees and logs. */
  readonly kill: readonly string[]
}

/** Bit 30 marks the x32 ABI, whose calls pass under other numbers than those checked here. */
const x32Bit = 0x4000_0000

/**
 * A seccomp filter for one architecture: the architecture is checked first, since a number means another call on another one
 * (CWE-693); x32 is refused for the same reason.
 *
 * @throws {RangeError} if the policy names a call that does not exist, or is too long
 */
export function buildFilter(policy: CallPolicy, arch: Arch): Uint8Array {
  const { allow, allowWith, absent, kill } = policy
  const unknown = [...allow, ...absent, ...kill, ...allowWith.map(({ call }) => call)].find(
    (name) => !isCall(name),
  )
  if (unknown !== undefined) throw new RangeError(`There is no system call named "${unknown}"`)
  return assemble([
    load(offsets.arch),
    jump('equal', auditArch[arch], 1, 0),
    end(actions.kill),
    load(offsets.number),
    ...(arch === 'x64' ? [jump('atLeast', x32Bit, 0, 1), end(actions.kill)] : []),
    ...allowWith.flatMap((rule) => checkArgument(rule, arch)),
    ...ranges(allow, arch, actions.allow),
    ...ranges(kill, arch, actions.kill),
    ...ranges(absent, arch, actions.errno(errnos.ENOSYS)),
    jump('atLeast', firstUnknownCall, 0, 1),
    end(actions.errno(errnos.ENOSYS)),
    end(actions.errno(errnos.EPERM)),
  ])
}

/** Neighbouring numbers are checked as one range, which keeps the filter short. */
function ranges(names: readonly string[], arch: Arch, action: number): Instruction[] {
  const sorted = [...new Set(names)].flatMap((name) => callNumber(name, arch) ?? []).sort((a, b) => a - b)
  const found: [number, number][] = []
  for (const number of sorted) {
    const last = found.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else found.push([number, number])
  }
  return found.flatMap(([from, to]) =>
    from === to
      ? [jump('equal', from, 0, 1), end(action)]
      : [jump('atLeast', from, 0, 2), jump('greater', to, 1, 0), end(action)],
  )
}

/** Decides its call for good, so that the accumulator needs no restoring. */
function checkArgument(
  { call, argument, oneOf, allOf = 0, noneOf = 0 }: ArgumentRule,
  arch: Arch,
): Instruction[] {
  const number = callNumber(call, arch)
  if (number === undefined) return []
  const body =
    oneOf === undefined
      ? [
          // Each bit that has to be set, one by one: BPF_JSET asks for any of them.
          ...bitsOf(allOf).flatMap((bit) => [jump('set', bit, 1, 0), end(actions.errno(errnos.EPERM))]),
          jump('set', noneOf, 0, 1),
          end(actions.errno(errnos.EPERM)),
          end(actions.allow),
        ]
      : [
          ...oneOf.flatMap((value) => [jump('equal', value >>> 0, 0, 1), end(actions.allow)]),
          end(actions.errno(errnos.EPERM)),
        ]
  return [jump('equal', number, 0, body.length + 1), load(offsets.argumentLow(argument)), ...body]
}

function bitsOf(mask: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => (1 << bit) >>> 0).filter((bit) => (mask & bit) !== 0)
}
