import { join } from 'node:path'
import type { Command, CriticalFunction } from '@pericard/model'
import type { ProbeTarget } from '../probe.ts'
import { type Answer, ask } from './http.ts'

/** Sockets that answer, by component. */
export async function liveSockets({ deviceFile, runDir }: ProbeTarget): Promise<ReadonlyMap<string, string>> {
  const live = new Map<string, string>()
  if (runDir === undefined) return live
  for (const { id } of deviceFile.components) {
    const to = join(runDir, `${id}.sock`)
    if ((await ask({ to, path: '/status' })) !== undefined) live.set(id, to)
  }
  return live
}

export interface CommandPlace {
  readonly socket: string
  readonly fn: CriticalFunction
  readonly command: Command
}

/** Every command with a live socket of a component that the file lets give it. */
export async function commandPlaces(target: ProbeTarget): Promise<CommandPlace[]> {
  const sockets = await liveSockets(target)
  return target.deviceFile.functions.flatMap((fn) => {
    const from = target.deviceFile.interfaces
      .filter(({ commands }) => commands.includes(fn.id))
      .map((each) => each.from)
    const socket = from.flatMap((component) => sockets.get(component) ?? [])[0]
    return socket === undefined ? [] : fn.commands.map((command) => ({ socket, fn, command }))
  })
}

export function giveCommand(
  { socket, fn, command }: CommandPlace,
  body: unknown,
): Promise<Answer | undefined> {
  const path = `/functions/${encodeURIComponent(fn.id)}/commands/${encodeURIComponent(command.id)}`
  const headers = { 'content-type': 'application/json' }
  return ask({ to: socket, path, method: 'POST', headers, body: JSON.stringify(body) })
}

/** What an answer to a forbidden command means. Silence, 404 and 5xx say nothing about the check under attack. */
export function commandOutcome(answer: Answer | undefined): 'accepted' | 'refused' | 'unclear' {
  if (answer === undefined) return 'unclear'
  if (answer.status >= 200 && answer.status < 300) return 'accepted'
  return [400, 403, 422].includes(answer.status) ? 'refused' : 'unclear'
}
