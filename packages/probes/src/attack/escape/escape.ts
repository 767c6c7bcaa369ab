import type { SandboxPlace } from '../../probe.ts'

/** One way out of a sandbox, tried from within by native code that was let in. */
export interface Escape {
  readonly id: string
  /** What it tries, for a reader. */
  readonly tries: string
  /** Places from which it is an attack: the courier may use the network, the function may not. */
  readonly from: readonly SandboxPlace[]
  /** Layers that each stop it by themselves; with all of them off it has to succeed, or it shows nothing. */
  readonly stoppedBy: readonly string[]
  /** Layers that are off from the start, so that those of `stoppedBy` are what holds. */
  readonly beyond?: readonly string[]
  /** Why it is never tried with its layers off. */
  readonly unsafe?: string
  /** Perl, since each Debian has it and it can make any system call: calls `through` where it got through. */
  readonly script: string
}

export const both: readonly SandboxPlace[] = ['courier', 'function']
export const courierOnly: readonly SandboxPlace[] = ['courier']
export const functionOnly: readonly SandboxPlace[] = ['function']

/** An attack that is one system call, which must not come back without an error. */
export function call(
  id: string,
  tries: string,
  expression: string,
  stoppedBy: readonly string[] = ['seccomp'],
  more: Partial<Pick<Escape, 'from' | 'unsafe' | 'beyond'>> = {},
): Escape {
  return { id, tries, from: both, stoppedBy, script: `through if syscall(${expression}) >= 0;`, ...more }
}

/** Flags of unshare for namespaces of its own, in which an attacker is root: CLONE_NEWUSER with the kind that the call is about. */
export const namespaces = { mounts: '0x10020000', names: '0x14000000', network: '0x50000000' } as const

/** A call that needs rights: tried as it is, and again as root of namespaces of its own. */
export function callAsRoot(
  id: string,
  tries: string,
  kind: keyof typeof namespaces,
  expression: string,
  more: Partial<Pick<Escape, 'from' | 'unsafe'>> = {},
): Escape {
  const once = `through if ${expression} >= 0;`
  return {
    ...{ id, tries, from: both, stoppedBy: ['seccomp', 'no-user-namespaces'] },
    script: `${once} syscall($N{unshare}, ${namespaces[kind]}); ${once}`,
    ...more,
  }
}
