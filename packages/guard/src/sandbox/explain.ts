import type { SandboxProfile } from '../sandbox.ts'

/** A profile in words, for `--explain-sandbox`. */
export function explainSandbox(name: string, profile: SandboxProfile): string {
  const list = (paths: readonly string[]): string => (paths.length === 0 ? 'nothing' : paths.join(', '))
  return [
    `${name}: user ${profile.uid}`,
    `  network: ${profile.network ? "the host's" : 'none'}`,
    `  reads:   ${list(profile.readOnly)}`,
    `  writes:  ${list([...profile.writable, ...(profile.devices ?? [])])}`,
  ].join('\n')
}
