import type { DeviceFile } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unlockByPassphrase: Rule = {
  id: 'unlock-by-passphrase',
  title: "A passphrase stands where a TPM's share could",
  goesWrong:
    'Whoever reads the passphrase over a shoulder, from a note or from the file it is typed in has the share on every copy of the medium.',
  cwe: [522],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'low',
  mitigation: "Seal the device's share to a TPM, and keep the passphrase as a third share or not at all.",
  verify: 'A reviewer looks at how the device gets its share at power-on.',
  falseAlarm: 'The hardware has no TPM or secure element: say so in an accepted risk.',
  basis: 'NIST SP 800-57 part 1 r5, 8.2.2',
  judge({ file }: RuleContext): Verdict[] {
    return file.vault.unlock.flatMap((id): Verdict[] => {
      const share = file.keys.find((key) => key.id === id)
      if (share === undefined) return []
      const typed = share.storedBy === 'operator' || share.kind === 'password'
      if (!typed) return [silent(`keys.${id}`, `"stored-by" is ${share.storedBy}`)]
      const beside = file.vault.unlock.find((other) => isInHardware(file, other))
      if (beside !== undefined && file.vault.threshold === undefined)
        return [silent(`keys.${id}`, `${beside}, kept by hardware, is wanted too`)]
      const found = `a person brings ${id}, and no share that hardware keeps is wanted beside it`
      return [
        fires(`keys.${id}`, found, 'add a share with "stored-by: tpm" to "vault.unlock"', 'vault.unlock'),
      ]
    })
  },
}

function isInHardware(file: DeviceFile, id: string): boolean {
  const keeper = file.keys.find((key) => key.id === id)?.storedBy
  return keeper === 'tpm' || keeper === 'hsm'
}
