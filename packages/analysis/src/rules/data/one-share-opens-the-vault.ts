import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const oneShareOpensTheVault: Rule = {
  id: 'one-share-opens-the-vault',
  title: 'One share opens the vault',
  goesWrong:
    'Whoever gets that one thing, the chip on a stolen board or the note under the keyboard, reads every record.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Want two shares that are kept in different places: the device’s and the fleet’s.',
  verify: 'A tester opens a copy of the medium with one of them.',
  falseAlarm: 'The device never meets a network and lies in a locked room.',
  basis: 'NIST SP 800-57 part 2 r1, split knowledge; 45 CFR 164.312(a)(2)(iv)',
  judge({ file }: RuleContext): Verdict[] {
    const { unlock, threshold } = file.vault
    if (unlock.length === 0) return []
    const least = threshold ?? unlock.length
    if (least > 1) return [silent('vault', `${least} shares are wanted`)]
    const found =
      threshold === 1 ? `any one of ${unlock.join(', ')} opens it` : `${unlock.join('')} alone opens it`
    const advice =
      threshold === 1 ? 'raise "threshold" to 2' : 'add a share that is kept elsewhere to "unlock"'
    return [fires('vault', found, advice, threshold === 1 ? 'vault.threshold' : 'vault.unlock')]
  },
}
