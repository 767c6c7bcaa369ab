import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const erasedKeysStayOnMedium: Rule = {
  id: 'erased-keys-stay-on-medium',
  title: 'The root of deleted keys lies on the medium',
  goesWrong: 'A key that was deleted from flash is found in its spare blocks, and what it sealed is read.',
  cwe: [226],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'Root the keys in the NV storage of a TPM or at the fleet, and destroy the root.',
  verify: 'A tester deletes a subject, images the raw medium and searches it for the key.',
  falseAlarm: 'The medium is a magnetic disk that overwrites in place.',
  basis: 'NIST SP 800-88 r1, 2.6 (cryptographic erase)',
  judge({ file }: RuleContext): Verdict[] {
    const { unlock, eraseRoot } = file.vault
    if (unlock.length === 0) return []
    if (eraseRoot === 'tpm' || eraseRoot === 'fleet') return [silent('vault', `it lies in the ${eraseRoot}`)]
    const found =
      eraseRoot === undefined
        ? 'the file does not say where the root of deleted keys lies'
        : 'the root of deleted keys lies on the medium itself, where it is only overwritten'
    return [fires('vault', found, 'set "erase-root" to tpm or fleet', 'vault.erase-root')]
  },
}
