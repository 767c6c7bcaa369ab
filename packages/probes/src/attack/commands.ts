import { notRun, type ProbeResult, verdict } from '../probe.ts'
import { type CommandPlace, commandOutcome, giveCommand } from './local-api.ts'

export interface ForbiddenCommand {
  readonly name: string
  readonly body: unknown
}

/** Gives every forbidden variant of every command and tells whether one was accepted. */
export async function tryForbidden(
  did: string,
  places: readonly CommandPlace[],
  forbidden: (place: CommandPlace) => readonly ForbiddenCommand[],
): Promise<ProbeResult> {
  if (places.length === 0)
    return notRun(did, 'no live local socket belongs to a component that may give commands')
  const breaches: string[] = []
  const unclear: string[] = []
  let attempts = 0
  for (const place of places) {
    for (const { name, body } of forbidden(place)) {
      attempts++
      const answer = await giveCommand(place, body)
      const outcome = commandOutcome(answer)
      const what = `${place.fn.id}/${place.command.id} ${name}`
      if (outcome === 'accepted') breaches.push(what)
      if (outcome === 'unclear') unclear.push(`${what} (${answer?.status ?? 'no answer'})`)
    }
  }
  if (attempts === 0)
    return notRun(did, 'the device file has no command that could be given wrongly this way')
  if (breaches.length === 0 && unclear.length > 0) {
    return notRun(
      did,
      `neither accepted nor refused, so nothing is proven: ${unclear.slice(0, 5).join('; ')}`,
    )
  }
  return verdict(did, breaches, attempts)
}

/** Parameters at their lower limits: the mildest command that the envelope allows. */
export function mildest({ command }: CommandPlace): Record<string, unknown> {
  return Object.fromEntries(Object.entries(command.parameters).map(([name, { min }]) => [name, min]))
}
