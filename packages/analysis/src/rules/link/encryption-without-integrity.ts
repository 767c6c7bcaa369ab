import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const encryptionWithoutIntegrity: Rule = {
  id: 'encryption-without-integrity',
  title: 'What is encrypted can be changed unnoticed',
  goesWrong: 'A flipped bit in the ciphertext is a flipped bit in the dose.',
  cwe: [353],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Use an authenticated mode, or a message authentication code beside it.',
  verify: 'A tester flips bits of the ciphertext.',
  falseAlarm: 'The medium is a disk whose content is authenticated by another control on it.',

  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (!(cryptography.authenticated === false && !/xts|disk/.test(cryptography.algorithm.toLowerCase())))
        return [
          silent(
            element,
            `a change is ${cryptography.authenticated === undefined ? 'not spoken of' : 'noticed, or the disk below is meant'}`,
          ),
        ]
      return [
        fires(
          element,
          `${id} (${cryptography.algorithm}) does not notice a change of the ciphertext`,
          'use an authenticated mode',
          `${element}.cryptography.authenticated`,
        ),
      ]
    })
  },
}
