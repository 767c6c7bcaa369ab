import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Every regular file below a folder; sockets and links are no storage. */
export function filesBelow(folder: string): string[] {
  const found: string[] = []
  const open = [folder]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const name of readdirSync(next)) {
      const path = join(next, name)
      const info = lstatSync(path)
      if (info.isDirectory()) open.push(path)
      else if (info.isFile()) found.push(path)
    }
  }
  return found.sort()
}

/** The forms in which a text may lie on a medium: UTF-8, UTF-16, hexadecimal, and base64 at each of its three offsets. */
export function formsOf(text: string): Buffer[] {
  const bytes = Buffer.from(text)
  const base64 = [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // The outer characters mix in what stands beside the text.
    return Buffer.from(padded.slice(offset === 0 ? 0 : offset + 1, -1))
  })
  const hex = bytes.toString('hex')
  return [bytes, Buffer.from(text, 'utf16le'), Buffer.from(hex), Buffer.from(hex.toUpperCase()), ...base64]
}

/** Files that hold the text in any of its forms. A file that vanished meanwhile holds nothing. */
export function filesHolding(folder: string, text: string): string[] {
  const forms = formsOf(text)
  return filesBelow(folder).filter((path) => {
    const bytes = readIfThere(path)
    return bytes !== undefined && forms.some((form) => bytes.includes(form))
  })
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
