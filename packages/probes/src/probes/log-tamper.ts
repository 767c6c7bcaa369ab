import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { filesBelow } from '../attack/raw-files.ts'
import { notRun, type Probe, verdict } from '../probe.ts'

/** Alters copies of the sealed log as somebody with the medium would, and asks whether verification notices. */
export const logTamper: Probe = {
  id: 'log-tamper',
  version: '1',
  title: 'Tampering with the log',
  goal: 'Change or cut the log without verification noticing',
  kind: 'logging',
  cwe: [117, 354],
  run: async ({ dataDir, verifyLog }) => {
    const did = 'flipped one bit at three places of each log file and cut its tail, each in a copy of its own'
    if (dataDir === undefined) return notRun(did, 'no data folder was given')
    if (verifyLog === undefined) return notRun(did, 'nobody who may verify the log was given')
    const log = join(dataDir, 'log')
    const files = filesBelow(log).filter((path) => readFileSync(path).length > 0)
    if (files.length === 0) return notRun(did, 'the log is empty')
    if (!(await onCopy(log, () => undefined, verifyLog)))
      return notRun(did, 'the log does not verify even untouched')
    const breaches: string[] = []
    for (const file of files) {
      for (const { name, change } of tamperings) {
        const unseen = await onCopy(log, (copy) => alter(copy, file.slice(log.length), change), verifyLog)
        if (unseen) breaches.push(`${basename(file)}: ${name} went unnoticed`)
      }
    }
    return verdict(did, breaches, files.length * tamperings.length)
  },
}

interface Tampering {
  readonly name: string
  readonly change: (bytes: Buffer) => Buffer
}

const tamperings: readonly Tampering[] = [
  ...[0.25, 0.5, 0.9].map((part) => ({ name: `a flipped bit at ${part * 100} %`, change: flipAt(part) })),
  { name: 'a cut tail', change: (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.7)) },
]

function flipAt(part: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const at = Math.floor(bytes.length * part)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    return bytes
  }
}

function alter(copy: string, file: string, change: (bytes: Buffer) => Buffer): void {
  const path = join(copy, file)
  writeFileSync(path, change(readFileSync(path)))
}

/** Works on a copy: evidence about the log must not cost the log. */
async function onCopy(
  log: string,
  change: (copy: string) => void,
  verifyLog: (folder: string) => Promise<boolean>,
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-log-'))
  try {
    const copy = join(folder, 'log')
    cpSync(log, copy, { recursive: true })
    change(copy)
    return await verifyLog(copy)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
