import { fuzzFrom } from '../attack/fuzz.ts'
import type { Probe } from '../probe.ts'

/** Sends malformed messages from within the critical function, as code that was let in would. */
export const fuzzFromFunction: Probe = {
  id: 'fuzz-from-function',
  version: '1',
  title: 'Malformed messages from the function',
  goal: 'Get a command, or a standstill, out of the gate by malformed messages from the critical function',
  kind: 'isolation',
  cwe: [20, 400, 770, 1286],
  run: async (target) => fuzzFrom('function', target),
}
