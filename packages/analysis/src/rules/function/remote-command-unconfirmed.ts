import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const remoteCommandUnconfirmed: Rule = {
  id: 'remote-command-unconfirmed',
  title: 'A command from afar is not confirmed at the device',
  goesWrong: 'The first person to see what was commanded is the patient.',
  cwe: [],
  category: 'safety',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Ask for confirmation at the device for what starts or raises.',
  verify: 'command-outside-envelope',
  falseAlarm: 'The patient is alone and the remote clinician is the only one there.',
  judge(context: RuleContext): Verdict[] {
    return context.file.functions.flatMap((each): Verdict[] => {
      const element = `functions.${each.id}`
      if (each.harm === 'negligible' || each.harm === 'minor')
        return [silent(element, `its harm is ${each.harm}`)]
      if (each.commands.length === 0) return [silent(element, 'nothing can be asked of it')]
      const far = context.file.interfaces
        .filter(({ commands, reach }) => commands.includes(each.id) && isFar(reach))
        .map(({ id }) => id)
      if (far.length === 0) return [silent(element, 'no network interface carries its commands')]
      const open = each.commands.filter(({ confirm }) => confirm === 'none').map(({ id }) => id)
      if (open.length === 0) return [silent(element, 'every command is confirmed at the device')]
      return [
        fires(
          element,
          `${each.id} takes ${open.join(', ')} over ${far.join(', ')} and nobody confirms at the device`,
          'set "confirm: at-device"',
        ),
      ]
    })
  },
}

function isFar(reach: string): boolean {
  return reach !== 'internal' && reach !== 'physical-open' && reach !== 'physical-port'
}
