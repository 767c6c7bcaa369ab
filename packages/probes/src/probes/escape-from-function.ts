import { escapeFrom } from '../attack/escape/attack.ts'
import type { Probe } from '../probe.ts'

/** Attacks the guard from within the critical function, as code that was let in would. */
export const escapeFromFunction: Probe = {
  id: 'escape-from-function',
  version: '1',
  title: 'Escape from the function',
  goal: 'Get from code that runs in the critical function to keys, store, slots, other processes or the kernel',
  kind: 'isolation',
  cwe: [653, 250, 403],
  run: async (target) => escapeFrom('function', target),
}
