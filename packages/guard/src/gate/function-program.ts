import { dirname } from 'node:path'
import type { SandboxProfile } from '../sandbox.ts'

/** Debian's own Python: one below `/home` or `/opt` is not there in a sandbox. */
const python = '/usr/bin/python3'

/** No network, no store, nothing to write to, and of the file system only the program and what it runs on. */
export function functionProfile(program: string): SandboxProfile {
  return {
    calls: 'function',
    network: false,
    readOnly: [...interpretersOf(program), dirname(program)],
    writable: [],
    uid: 64_005,
    diesWithParent: true,
    proc: false,
    environment: {},
  }
}

/** What runs a program, by the end of its name; empty for one that runs itself. */
export function interpretersOf(program: string): string[] {
  if (/\.[jt]s$/.test(program)) return [process.execPath]
  return program.endsWith('.py') || program.endsWith('.pyz') ? [python] : []
}

/** The command that starts a program: its interpreter with as few rights as that can be told to take, itself, and the interval. */
export function commandOf(program: string, heartbeatMs: number): string[] {
  const [interpreter] = interpretersOf(program)
  const start = interpreter === undefined ? [] : [interpreter, ...rightsOf(interpreter, program)]
  return [...start, program, String(heartbeatMs)]
}

function rightsOf(interpreter: string, program: string): string[] {
  // No variables of the environment, no packages of a user, nothing written beside the program.
  if (interpreter === python) return ['-E', '-s', '-B']
  return ['--permission', `--allow-fs-read=${dirname(program)}`, '--disable-warning=ExperimentalWarning']
}
