import { type ForbiddenCommand, mildest, tryForbidden } from '../attack/commands.ts'
import { type CommandPlace, commandPlaces } from '../attack/local-api.ts'
import type { Probe } from '../probe.ts'

/** Gives commands that are inside their limits, but by nobody who may, or unconfirmed. */
export const commandByWrongRole: Probe = {
  id: 'command-by-wrong-role',
  version: '1',
  title: 'Command by a wrong role or unconfirmed',
  goal: 'Command a critical function as a role that may not, as no role, or without the confirmation at the device',
  kind: 'envelope',
  cwe: [285, 863],
  run: async (target) => {
    const roles = target.deviceFile.roles.map(({ id }) => id)
    return tryForbidden(
      'gave each command at its lower limits as every role that may not, as an unknown role, as none, and unconfirmed',
      await commandPlaces(target),
      (place) => forbidden(place, roles),
    )
  },
}

function forbidden(place: CommandPlace, roles: readonly string[]): ForbiddenCommand[] {
  const parameters = mildest(place)
  const may = place.command.roles
  const wrong = [...roles.filter((role) => !may.includes(role)), 'pericard-unknown-role']
  const unconfirmed =
    place.command.confirm === 'at-device'
      ? [{ name: 'unconfirmed', body: { parameters, role: may[0], confirmed: false } }]
      : []
  return [
    ...wrong.map((role) => ({ name: `as ${role}`, body: { parameters, role, confirmed: true } })),
    { name: 'as no role', body: { parameters, confirmed: true } },
    ...unconfirmed,
  ]
}
