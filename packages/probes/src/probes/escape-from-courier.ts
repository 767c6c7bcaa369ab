import { escapeFrom } from '../attack/escape/attack.ts'
import type { Probe } from '../probe.ts'

/** Attacks the guard from within the process with the network, as code that was let in would. */
export const escapeFromCourier: Probe = {
  id: 'escape-from-courier',
  version: '1',
  title: 'Escape from the courier',
  goal: 'Get from code that runs in the process with the network to keys, store, slots, other processes or the kernel',
  kind: 'isolation',
  cwe: [653, 250, 403],
  run: async (target) => escapeFrom('courier', target),
}
