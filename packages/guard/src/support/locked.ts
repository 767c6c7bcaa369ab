/** Why a vault does not open: all that is told of a device without a grant, since who could approve one is sealed in it. */
import { refusal } from './grant.ts'
import type { SupportAnswer } from './asks.ts'

/** Codes of errors, and nothing that could carry text of a person. */
const codeForm = /^[A-Z][A-Z0-9_]{1,63}$/

/** What stands between a device and its vault. */
export interface LockReport {
  /** `store`: the store or its TPM does not open. `unlocking`: a share is missing. */
  readonly step: 'store' | 'unlocking'
  /** Error code of the last try; `FAILED` where it had none. */
  readonly code: string
}

/** A report that holds a code and nothing else, whatever the error said. */
export function lockReport(step: LockReport['step'], code: string): LockReport {
  return { step, code: codeForm.test(code) ? code : 'FAILED' }
}

/** Answers a request while the store is not even open: there is no desk yet. */
export function answerWithoutStore(ask: unknown, code: string): SupportAnswer {
  const asksWhy = typeof ask === 'object' && ask !== null && 'type' in ask && ask.type === 'locked'
  return asksWhy
    ? { ok: true, locked: lockReport('store', code) }
    : refusal('SUPPORT_LOCKED', 'the store does not open; ask why with "pericard support locked"')
}
