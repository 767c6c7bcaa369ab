import { networkInterfaces } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const cryptographyNotDescribed: Rule = {
  id: 'cryptography-not-described',
  title: 'A control that protects a network path does not say what it is made of',
  goesWrong: 'Nobody can tell whether it is sound today, or what to replace when it is not.',
  cwe: [1059],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'State algorithm, key length, lowest version, nonces and how certificates are checked.',
  verify: 'A reviewer reads it (FDA premarket cybersecurity guidance, appendix 2).',
  falseAlarm: 'The control uses no cryptography: a cable lock, a list of addresses.',

  judge(context: RuleContext): Verdict[] {
    const used = new Set(networkInterfaces(context.file).flatMap(({ protection }) => protection))
    return context.file.controls.flatMap(({ id, kind, cryptography }): Verdict[] => {
      if (!used.has(id) || (kind !== 'encryption' && kind !== 'authentication')) return []
      const element = `controls.${id}`
      if (cryptography !== undefined) return [silent(element, `it is ${cryptography.algorithm}`)]
      return [
        fires(
          element,
          `${id} protects a network path and states no "cryptography"`,
          'state what it is made of',
        ),
      ]
    })
  },
}
