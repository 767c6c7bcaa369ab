import type { ChildName } from './child.ts'

/** Where a message may go: another process, the gate, or the supervisor itself. */
export type Destination = ChildName | 'gate' | 'supervisor'

/**
 * Who may say what to whom. Whatever is not here is dropped and logged: a courier that was taken over can answer the keeper's
 * calls, and nothing else; it can not even name the gate.
 */
const routes: Readonly<Record<ChildName, Readonly<Partial<Record<Destination, readonly string[]>>>>> = {
  keeper: {
    courier: ['identity', 'call'],
    'local-api': ['stored', 'records', 'erased', 'dormant'],
    supervisor: ['status', 'fatal'],
  },
  courier: { keeper: ['answer'] },
  // It asks and reports; it reaches no other process, and the log only in words of a fixed list.
  updater: { supervisor: ['update', 'may-install', 'healthy', 'confirm-at-device'] },
  // It carries bytes for the updater and has nothing to say.
  relay: {},
  'local-api': { keeper: ['store', 'read', 'erase', 'log'], gate: ['command'], supervisor: ['status'] },
}

/** Where a message goes, or undefined where it may not. */
export function routeOf(from: ChildName, to: unknown, type: string): Destination | undefined {
  const wanted = to ?? 'supervisor'
  const allowed = Object.entries(routes[from]).find(([destination]) => destination === wanted)
  return allowed?.[1]?.includes(type) ? (allowed[0] as Destination) : undefined
}
