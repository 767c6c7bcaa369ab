import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const ownCryptography: Rule = {
  id: 'own-cryptography',
  title: "A cipher or protocol of one's own protects something",
  goesWrong: 'What nobody outside has tried to break is usually broken by the first who tries.',
  cwe: [1240],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Use what the field has analysed, through a library.',
  verify: 'A reviewer asks for the analysis by an expert outside.',
  falseAlarm: 'An expert outside has analysed it: then `proprietary` is false.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 2: proprietary cryptography',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (!(cryptography.proprietary === true))
        return [silent(element, `it is not said to be a design of its own`)]
      return [
        fires(
          element,
          `${id} uses ${cryptography.algorithm}, a design of its own`,
          'replace it, or have it analysed outside',
          `${element}.cryptography.proprietary`,
        ),
      ]
    })
  },
}
