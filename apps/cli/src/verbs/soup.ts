import { type Clock, systemClock } from '@pericard/base'
import type { Command } from 'commander'

type Register = (soup: Command, clock: Clock) => void

/** Each verb with its file. One is loaded: reading advisories or keys takes longer to load than a scan takes. */
const verbs: Readonly<Record<string, () => Promise<Register>>> = {
  scan: async () => (await import('../soup/scan.ts')).registerScan,
  decide: async () => (await import('../soup/decide.ts')).registerDecide,
  decider: async () => (await import('../soup/decider.ts')).registerDecider,
  vex: async () => (await import('../soup/vex.ts')).registerVex,
  snapshot: async () => (await import('../soup/snapshot.ts')).registerSnapshot,
  update: async () => (await import('../soup/update.ts')).registerSoupUpdate,
  record: async () => (await import('../soup/history.ts')).registerRecord,
  'as-of': async () => (await import('../soup/history.ts')).registerAsOf,
  list: async () => (await import('../soup/list.ts')).registerList,
  index: async () => (await import('../soup/compile.ts')).registerIndex,
}

/** `pericard soup …`: exit 0 where nothing is found, 1 for findings, 2 where the input can not be used. */
export async function registerSoup(
  program: Command,
  asked: string | undefined,
  clock: Clock = systemClock,
): Promise<void> {
  const soup = program.command('soup').description('software of unknown provenance')
  const one = Object.hasOwn(verbs, asked ?? '') ? verbs[asked ?? ''] : undefined
  // Help and a slip of the pen need the whole list.
  for (const load of one === undefined ? Object.values(verbs) : [one]) (await load())(soup, clock)
}
