import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const firmwareReadable: Rule = {
  id: 'firmware-readable',
  title: 'Firmware can be read out of the chips',
  goesWrong: 'Keys, passwords and the map of every weakness lie in it; one device read is all devices known.',
  cwe: [1278],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Block read-out by fuses; keep secrets out of firmware.',
  verify: 'A tester reads the chips.',
  falseAlarm: 'The firmware is published.',

  judge(context: RuleContext): Verdict[] {
    return context.file.hosts.map((each) => {
      const element = `hosts.${each.id}`
      if (each.readout === undefined) return silent(element, '"readout" is not stated')
      if (each.readout === 'blocked') return silent(element, 'it is blocked')
      return fires(
        element,
        `firmware of ${each.id} can be read out`,
        'block it and set "readout: blocked"',
        `${element}.readout`,
      )
    })
  },
}
