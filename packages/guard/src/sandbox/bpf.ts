/** Classic BPF as seccomp takes it (linux/filter.h, linux/seccomp.h, linux/audit.h), assembled to bytes. */

export type Arch = 'x64' | 'arm64'

/** One instruction; a jump skips `jt` or `jf` of those that follow. */
export interface Instruction {
  readonly code: number
  readonly jt: number
  readonly jf: number
  readonly k: number
}

/** BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K and so on. */
export const opcodes = {
  load: 0x20,
  equal: 0x15,
  greater: 0x25,
  atLeast: 0x35,
  set: 0x45,
  return: 0x06,
} as const

/** What the kernel does with a call. `errno` values are those of asm-generic and equal on both architectures. */
export const actions = {
  allow: 0x7fff_0000,
  kill: 0x8000_0000,
  errno: (value: number): number => 0x0005_0000 | value,
} as const
export const errnos = { EPERM: 1, ENOSYS: 38 } as const

/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64. */
export const auditArch: Readonly<Record<Arch, number>> = { x64: 0xc000_003e, arm64: 0xc000_00b7 }

/** Offsets in `struct seccomp_data`; both architectures are little endian, so the low word of an argument comes first. */
export const offsets = {
  number: 0,
  arch: 4,
  argumentLow: (index: number): number => 16 + index * 8,
} as const

/** BPF_MAXINSNS. */
export const instructionsMax = 4096

export function load(offset: number): Instruction {
  return { code: opcodes.load, jt: 0, jf: 0, k: offset }
}

export function jump(
  test: 'equal' | 'greater' | 'atLeast' | 'set',
  k: number,
  jt: number,
  jf: number,
): Instruction {
  return { code: opcodes[test], jt, jf, k }
}

export function end(action: number): Instruction {
  return { code: opcodes.return, jt: 0, jf: 0, k: action }
}

/**
 * The bytes of `struct sock_filter[]`, little endian as both architectures are.
 *
 * @throws {RangeError} if the program is longer than the kernel takes, or a jump longer than its byte
 */
export function assemble(program: readonly Instruction[]): Uint8Array {
  if (program.length > instructionsMax)
    throw new RangeError(`A filter has ${program.length} instructions, the kernel takes ${instructionsMax}`)
  const bytes = new Uint8Array(program.length * 8)
  const view = new DataView(bytes.buffer)
  for (const [index, { code, jt, jf, k }] of program.entries()) {
    if (jt > 255 || jf > 255) throw new RangeError(`Instruction ${index} jumps further than 255`)
    view.setUint16(index * 8, code, true)
    view.setUint8(index * 8 + 2, jt)
    view.setUint8(index * 8 + 3, jf)
    view.setUint32(index * 8 + 4, k, true)
  }
  return bytes
}
