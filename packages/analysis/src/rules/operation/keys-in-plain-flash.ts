import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const keysInPlainFlash: Rule = {
  id: 'keys-in-plain-flash',
  title: 'Keys that must not leave lie in plain memory',
  goesWrong: 'They are copied with the rest of the flash, and nobody notices.',
  cwe: [922],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'A TPM or secure element.',
  verify: 'A tester looks for keys in an image of the flash.',
  falseAlarm: 'No key is kept on it.',

  judge(context: RuleContext): Verdict[] {
    return context.file.hosts.map((each) => {
      const element = `hosts.${each.id}`
      if (each.keyStorage === 'tpm' || each.keyStorage === 'secure-element')
        return silent(element, `they are kept in a ${each.keyStorage}`)
      if (!keepsKeys(context, each.id)) return silent(element, 'no private key of the device is kept on it')
      return fires(
        element,
        `private keys of the device are kept on ${each.id}, whose key storage is ${each.keyStorage}`,
        'use a TPM or secure element and set "key-storage"',
      )
    })
  },
}

/** Whether a private or signing key lies on the host other than sealed in the vault. */
function keepsKeys({ file }: RuleContext, host: string): boolean {
  const here = new Set(file.components.filter((component) => component.host === host).map(({ id }) => id))
  return file.keys.some(
    ({ kind, storedBy, at }) =>
      (kind === 'private' || kind === 'signing') &&
      (storedBy === 'file' || storedBy === 'firmware') &&
      at.some((component) => here.has(component)),
  )
}
