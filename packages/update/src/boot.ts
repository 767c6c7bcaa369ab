import type { BootState, SlotName } from './ports/slots.ts'

/** Starts that a new slot gets before the old one is taken again. */
export const trialStarts = 3

/**
 * What a boot loader does at each start: a slot on trial is started while it has starts left, and each start is counted before it
 * happens, so that an image which crashes at once uses them up. This is the reference for boot loader scripts.
 */
export function decideBoot(state: BootState): { readonly slot: SlotName; readonly next: BootState } {
  const { v, active, trial } = state
  if (trial === undefined) return { slot: active, next: state }
  if (trial.startsLeft <= 0) return { slot: active, next: { v, active } }
  const next = { v, active, trial: { slot: trial.slot, startsLeft: trial.startsLeft - 1 } }
  return { slot: trial.slot, next }
}

/** The other slot. */
export function otherSlot(slot: SlotName): SlotName {
  return slot === 'a' ? 'b' : 'a'
}
