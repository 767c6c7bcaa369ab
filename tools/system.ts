/** Debian's system tools that Pericard runs or is tested with, and how they get onto the machine. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface SystemTool {
  readonly command: string
  /** Where it is no command: one of these files. */
  readonly files?: readonly string[]
  readonly debianPackage: string
  readonly usedFor: string
}

export const bubblewrap: SystemTool = {
  command: 'bwrap',
  debianPackage: 'bubblewrap',
  usedFor: 'the sandboxes of the guard',
}
export const chromium: SystemTool = {
  command: 'chromium',
  debianPackage: 'chromium',
  usedFor: 'the tests of the console',
}

export const swtpm: SystemTool = {
  command: 'swtpm',
  debianPackage: 'swtpm',
  usedFor: "an emulated TPM 2.0 for the tests and the example pump's hardware",
}
export const tpmTools: SystemTool = {
  command: 'tpm2_checkquote',
  debianPackage: 'tpm2-tools',
  usedFor: 'the tests that compare our TPM client with other software',
}
export const compiler: SystemTool = {
  command: 'gcc',
  debianPackage: 'gcc',
  usedFor: 'the tests in which calls of the file system fail, and those of the C client of the gate',
}
export const compilerHeaders: SystemTool = {
  command: 'gcc',
  files: ['/usr/include/stdio.h'],
  debianPackage: 'libc6-dev',
  usedFor: 'the same tests: the headers of the C library',
}
export const python: SystemTool = {
  command: '/usr/bin/python3',
  debianPackage: 'python3',
  usedFor: 'critical functions in Python, and the tests of their client',
}
export const tpmToolsTransport: SystemTool = {
  command: 'tpm2_checkquote',
  files: ['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu/libtss2-tcti-swtpm.so.0`),
  debianPackage: 'libtss2-tcti-swtpm0',
  usedFor: 'tpm2-tools on an emulated TPM',
}

/** Whether `command` can be run: from PATH, or at the path that it is. */
export function has(command: string): boolean {
  const folders = command.startsWith('/') ? ['/'] : (process.env['PATH'] ?? '').split(delimiter)
  return folders.some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function isThere({ command, files }: SystemTool): boolean {
  return files === undefined ? has(command) : files.some((file) => existsSync(file))
}

/**
 * Installs what is missing where this process may (root on a Debian), and returns what is still missing.
 * Without the rights it changes nothing: the caller says what to install.
 */
export function ensure(tools: readonly SystemTool[]): SystemTool[] {
  const missing = tools.filter((tool) => !isThere(tool))
  if (missing.length === 0 || process.getuid?.() !== 0 || !has('apt-get')) return missing
  const packages = missing.map((tool) => tool.debianPackage)
  console.log(`Installing ${packages.join(', ')} …`)
  const quiet = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-q'], quiet)
  spawnSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], quiet)
  return missing.filter((tool) => !isThere(tool))
}

/** One line a person can act on. */
export function howToInstall(tools: readonly SystemTool[]): string {
  const needs = tools.map((tool) => `${tool.debianPackage} (${tool.usedFor})`).join(', ')
  return `Missing: ${needs}. Install with: sudo apt-get install ${tools.map((tool) => tool.debianPackage).join(' ')}`
}
