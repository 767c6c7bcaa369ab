/** What a disk may hold after a power cut, from the calls that were recorded until then. */

/** A power cut leaves each of these as it was or as it was to be; nothing smaller is ever torn. */
const sector = 512

/** One recorded call, or what the process acknowledged. */
export type Call =
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'cut'; readonly file: string; readonly length: number }
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'unlink'; readonly file: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string }
  | { readonly kind: 'said'; readonly text: string }

/** Reads what `recording-io.c` wrote; lines that begin with `{` are the process's own. */
export function readCalls(recording: Buffer): Call[] {
  const calls: Call[] = []
  for (let at = 0; at < recording.length; ) {
    const end = recording.indexOf(10, at)
    const line = recording.toString('utf8', at, end)
    at = end + 1
    if (line.startsWith('{')) {
      calls.push({ kind: 'said', text: line })
      continue
    }
    const [what = '', file = '', place = '', length = ''] = line.split(' ')
    const bytes = recording.subarray(at, at + Number(length))
    at += bytes.length
    if (what === 'W') calls.push({ kind: 'write', file, at: Number(place), bytes })
    else if (what === 'T') calls.push({ kind: 'cut', file, length: Number(place) })
    else if (what === 'M') calls.push({ kind: 'rename', file, to: bytes.toString('utf8') })
    else if (what === 'S') calls.push({ kind: 'sync', file })
    else calls.push({ kind: 'unlink', file })
  }
  return calls
}

/** Which sectors of which calls, since the last sync of their file, got to the medium. */
export type Fate = (call: number, sectorOfCall: number) => boolean

type Change = Extract<Call, { readonly kind: 'write' | 'cut' }>

/**
 * A disk with a cache that writes in any order. Names of files are kept in order and at once, as journalling file systems do; files below
 * `memory/` stand for something without a cache, such as a TPM.
 */
export class RecordedDisk {
  readonly #files = new Map<string, { durable: Buffer; pending: Change[] }>()

  take(call: Call): void {
    if (call.kind === 'said') return
    if (call.kind === 'unlink') {
      this.#files.delete(call.file)
      return
    }
    const file = this.#of(call.file)
    if (call.kind === 'rename') {
      this.#files.set(call.to, file)
      this.#files.delete(call.file)
    } else if (call.kind === 'sync') settle(file)
    else {
      file.pending.push(call)
      if (call.file.startsWith('memory/')) settle(file)
    }
  }

  /** The files after a power cut now. */
  cut(fate: Fate): Map<string, Buffer> {
    const found = new Map<string, Buffer>()
    let call = 0
    for (const [name, { durable, pending }] of this.#files) {
      let bytes: Buffer = Buffer.from(durable)
      for (const change of pending) {
        const id = call++
        bytes = applied(bytes, change, (part) => fate(id, part))
      }
      found.set(name, bytes)
    }
    return found
  }

  #of(name: string): { durable: Buffer; pending: Change[] } {
    let file = this.#files.get(name)
    if (file === undefined) {
      file = { durable: Buffer.alloc(0), pending: [] }
      this.#files.set(name, file)
    }
    return file
  }
}

function settle(file: { durable: Buffer; pending: Change[] }): void {
  for (const change of file.pending.splice(0)) file.durable = applied(file.durable, change, () => true)
}

function applied(before: Buffer, change: Change, keep: (part: number) => boolean): Buffer {
  if (change.kind === 'cut') {
    if (!keep(0)) return before
    const grown = Buffer.alloc(change.length)
    before.copy(grown)
    return grown
  }
  let bytes = before
  const first = Math.floor(change.at / sector)
  for (let at = change.at; at < change.at + change.bytes.length; ) {
    const next = Math.min((Math.floor(at / sector) + 1) * sector, change.at + change.bytes.length)
    if (keep(Math.floor(at / sector) - first)) {
      if (bytes.length < next) bytes = Buffer.concat([bytes, Buffer.alloc(next - bytes.length)])
      change.bytes.copy(bytes, at, at - change.at, next - change.at)
    }
    at = next
  }
  return bytes
}
