import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { VaultError } from '../errors.ts'

/** The SQLite file format, 1.3: page size at 16, change counter at 24, pages at 28, version-valid-for at 92. */
const headerBytes = 100

/**
 * Refuses a file that was cut: SQLite itself notices only once it reads a page that is gone, and would go on until then. Where a
 * write-ahead log or a journal lies beside it the missing pages may be there, and SQLite restores them.
 *
 * @throws {VaultError} `VAULT_STORE_BROKEN`
 */
export function refuseCutFile(path: string): void {
  if (!existsSync(path) || isFilled(`${path}-wal`) || isFilled(`${path}-journal`)) return
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const header = Buffer.alloc(headerBytes)
    if (size === 0) return
    const read = readSync(file, header, 0, headerBytes, 0)
    // Sixteen bits have no room for the largest page.
    const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
    const wanted = read < headerBytes ? headerBytes : pageBytes * header.readUInt32BE(28)
    const counted = header.readUInt32BE(24) === header.readUInt32BE(92)
    if (size >= wanted || (read === headerBytes && !counted)) return
    throw new VaultError(
      'VAULT_STORE_BROKEN',
      `Cannot open ${path}: the file was cut, it has ${size} bytes of ${wanted}; restore it or move it away, nothing was changed`,
    )
  } finally {
    closeSync(file)
  }
}

function isFilled(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0
}
