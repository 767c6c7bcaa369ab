import { fuzzFrom } from '../attack/fuzz.ts'
import type { Probe } from '../probe.ts'

/** Sends malformed messages from within the process with the network, as code that was let in would. */
export const fuzzFromCourier: Probe = {
  id: 'fuzz-from-courier',
  version: '1',
  title: 'Malformed messages from the courier',
  goal: 'Get a command, or a standstill, out of the supervisor and the gate by malformed messages from the process with the network',
  kind: 'isolation',
  cwe: [20, 400, 770, 1286],
  run: async (target) => fuzzFrom('courier', target),
}
