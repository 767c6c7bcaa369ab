import type { KeyObject } from 'node:crypto'
import { canonicalJson } from '@pericard/base'
import { evidenceHash, evidenceStart, signEvidence } from '@pericard/protocol'
import type { Probe, ProbeResult } from './probe.ts'

/** What every line of one run has in common. */
export interface EvidenceContext {
  readonly device: string
  readonly version: string
  /** Of the device file, lower-case hexadecimal. */
  readonly fileSha256: string
  /** Ed25519. */
  readonly key: KeyObject
}

/** Writes the evidence chain line by line, continuing from `previous`. */
export class EvidenceWriter {
  readonly #context: EvidenceContext
  #previous: string

  constructor(context: EvidenceContext, previous: string = evidenceStart) {
    this.#context = context
    this.#previous = previous
  }

  /** The next line of the chain, without its line end. `now` is milliseconds since the epoch. */
  line(probe: Pick<Probe, 'id' | 'version'>, control: string, found: ProbeResult, now: number): string {
    const { device, version, fileSha256, key } = this.#context
    const statement = {
      v: 1,
      device,
      version,
      fileSha256,
      probe: probe.id,
      probeVersion: probe.version,
      control,
      result: found.result,
      did: found.did.slice(0, 4000),
      saw: found.saw.slice(0, 4000),
      at: now,
    } as const
    const signed = signEvidence(statement, this.#previous, key)
    this.#previous = evidenceHash(signed)
    return canonicalJson(signed)
  }
}
