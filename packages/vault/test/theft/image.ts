/** A small ext4 file system in a file, whose raw bytes can be looked through as a thief would. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const imageBytes = 32 * 1024 * 1024

export interface Image {
  /** Where it is mounted. */
  readonly folder: string
  /** Every byte of the medium as it is now, caches written out. */
  raw(): Buffer
  remove(): void
}

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Makes and mounts one; undefined where this process may not. */
export function mountImage(): Image | undefined {
  const base = mkdtempSync(join(tmpdir(), 'pericard-theft-'))
  const file = join(base, 'medium.img')
  const folder = join(base, 'mnt')
  mkdirSync(folder)
  writeFileSync(file, '')
  truncateSync(file, imageBytes)
  if (!run('mkfs.ext4', '-q', '-F', file) || !run('mount', '-o', 'loop', file, folder)) {
    rmSync(base, { recursive: true, force: true })
    return undefined
  }
  return {
    folder,
    raw: () => {
      run('sync', '-f', folder)
      return readFileSync(file)
    },
    remove: () => {
      run('umount', '-l', folder)
      rmSync(base, { recursive: true, force: true })
    },
  }
}

/** How often bytes occur. */
export function occurrences(medium: Buffer, bytes: Uint8Array | string): number {
  let found = 0
  for (let at = medium.indexOf(bytes); at >= 0; at = medium.indexOf(bytes, at + 1)) found++
  return found
}

/** The ways in which a key may be written down. */
export function spellings(key: Buffer): (Buffer | string)[] {
  return [key, key.toString('hex'), key.toString('base64'), key.toString('base64url')]
}
