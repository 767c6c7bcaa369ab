import { type ForbiddenCommand, mildest, tryForbidden } from '../attack/commands.ts'
import { type CommandPlace, commandPlaces } from '../attack/local-api.ts'
import type { Probe } from '../probe.ts'

/** Commands a critical function beyond its limits, with everything else in order, so that only the limits can refuse. */
export const commandOutsideEnvelope: Probe = {
  id: 'command-outside-envelope',
  version: '1',
  title: 'Command outside its envelope',
  goal: 'Make a critical function take a value outside its limits, of a wrong type, missing or unknown',
  kind: 'envelope',
  cwe: [20, 1284],
  run: async (target) =>
    tryForbidden(
      'gave each command over a granted local socket with values beyond both limits, wrong types, a missing and an unknown parameter',
      await commandPlaces(target),
      outside,
    ),
}

function outside(place: CommandPlace): ForbiddenCommand[] {
  const sound = mildest(place)
  const variant = (name: string, parameters: unknown): ForbiddenCommand => ({
    name,
    body: { parameters, role: place.command.roles[0], confirmed: true },
  })
  const perParameter = Object.entries(place.command.parameters).flatMap(([name, { min, max }]) => {
    const bad: [string, unknown][] = [
      ['above its maximum', max + Math.max(1, Math.abs(max) * 0.01)],
      ['far above its maximum', 1e308],
      ['below its minimum', min - Math.max(1, Math.abs(min) * 0.01)],
      ['as text', String(min)],
      ['as null', null],
      ['as a list', [min]],
    ]
    const { [name]: _, ...without } = sound
    return [
      ...bad.map(([how, value]) => variant(`${name} ${how}`, { ...sound, [name]: value })),
      variant(`without ${name}`, without),
    ]
  })
  return [...perParameter, variant('with an unknown parameter', { ...sound, 'pericard-unknown': 1 })]
}
