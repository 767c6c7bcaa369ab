import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const shareNotBoundToSoftware: Rule = {
  id: 'share-not-bound-to-software',
  title: 'The TPM gives its share to any software',
  goesWrong: 'Whoever starts the device from a medium of their own asks the TPM for the share, and gets it.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Seal the share to the measurements of what is started (PCRs).',
  verify: 'A tester starts other software and asks the TPM for the share.',
  falseAlarm: 'Nothing but the signed software can be started: the boot ROM sees to it.',
  basis: 'TCG TPM 2.0 Library part 1, 19.7 (policy PCR); UEFI measured boot',
  judge({ file }: RuleContext): Verdict[] {
    const { unlock, pcrs } = file.vault
    return unlock.flatMap((id): Verdict[] => {
      const share = file.keys.find((key) => key.id === id)
      if (share?.storedBy !== 'tpm') return []
      if (pcrs !== undefined && pcrs.length > 0)
        return [silent(`keys.${id}`, `it is sealed to PCR ${pcrs.join(', ')}`)]
      return [fires(`keys.${id}`, `${id} is sealed to no PCR`, 'name PCRs in "vault.pcrs"', 'vault.pcrs')]
    })
  },
}
