import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SandboxProfile } from '../sandbox.ts'
import { prlimitPath } from '../sandbox/limits.ts'

const MiB = 1024 * 1024
/** Memory that a function may write to in bytes (RLIMIT_DATA): what it asks for beyond is refused to it. */
const functionMemoryMax: number = 256 * MiB
/** Node reserves 560 MiB of that kind before it runs a line, and touches a tenth of it. */
const nodeMemoryMax: number = 896 * MiB
/** Debian's own Python: one below `/home` or `/opt` is not there in a sandbox. */
const python = '/usr/bin/python3'

/** No network, no store, nothing to write to, and of the file system only what the program runs on; its image is laid in when it starts. */
export function functionProfile(program: string): SandboxProfile {
  return {
    calls: 'function',
    network: false,
    readOnly: toolsOf(program),
    writable: [],
    uid: 64_005,
    diesWithParent: true,
    proc: false,
    environment: {},
  }
}

/** What a program needs besides itself to be started. */
export function toolsOf(program: string): string[] {
  return [...limiter(), ...interpretersOf(program)]
}

/** Absent only where the device file accepts that limits are missing. */
function limiter(): string[] {
  return existsSync(prlimitPath) ? [prlimitPath] : []
}

/** What runs a program, by the end of its name; empty for one that runs itself. */
function interpretersOf(program: string): string[] {
  if (/\.m?[jt]s$/.test(program)) return [process.execPath]
  return program.endsWith('.py') || program.endsWith('.pyz') ? [python] : []
}

/** The command that starts a program: its interpreter with as few rights as that can be told to take, itself, and the interval. */
export function commandOf(program: string, heartbeatMs: number): string[] {
  const [interpreter] = interpretersOf(program)
  const start = interpreter === undefined ? [] : [interpreter, ...rightsOf(interpreter, program)]
  // Its sandbox was made with its gate's right to lay in files; it needs none. What memory it takes must never be its gate's, with which
  // it shares a group.
  const memory = interpreter === process.execPath ? nodeMemoryMax : functionMemoryMax
  const limited = limiter().flatMap((path) => [path, '--fsize=0:0', `--data=${memory}:${memory}`, '--'])
  return [...limited, ...start, program, String(heartbeatMs)]
}

function rightsOf(interpreter: string, program: string): string[] {
  // No variables of the environment, no packages of a user, nothing written beside the program.
  if (interpreter === python) return ['-E', '-s', '-B']
  return ['--permission', `--allow-fs-read=${dirname(program)}`, '--disable-warning=ExperimentalWarning']
}
