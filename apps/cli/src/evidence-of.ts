import { createHash, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { analyse, type AnalyseOptions, type Analysis, type Level } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import { provenControls, readEvidence } from '@pericard/protocol'

export interface EvidenceOptions {
  readonly evidence?: string
  readonly evidenceKey?: string
}

/** The controls that the evidence proves and those that it saw fail, or why it can not be used. */
export function evidenceOf(
  path: string,
  file: DeviceFile,
  { evidence, evidenceKey }: EvidenceOptions,
  now: number,
): Pick<AnalyseOptions, 'proven' | 'failed'> | string {
  if (evidence === undefined) return {}
  // Unsigned evidence is a claim: whoever can write the file could prove anything.
  if (evidenceKey === undefined)
    return '--evidence needs --evidence-key, the public key that it is signed with'
  const read = readEvidence(readFileSync(evidence, 'utf8'), createPublicKey(readFileSync(evidenceKey)))
  if (!read.ok) return `${evidence}:${read.line}:1: ${read.message} (${read.code})`
  const fileSha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
  const { version } = file.device
  const { controls, policy } = file
  return provenControls(read.lines, { controls, now, days: policy.evidenceDays, version, fileSha256 })
}

/** The analysis at each level; the one that was asked for is not made again. */
export function levelsOf(
  file: DeviceFile,
  asked: Analysis,
  common: AnalyseOptions,
): Readonly<Record<Level, Analysis>> {
  const at = (level: Level): Analysis => (asked.level === level ? asked : analyse(file, { ...common, level }))
  return { declared: at('declared'), enforced: at('enforced'), proven: at('proven') }
}
