import type { Cryptography } from '@pericard/model'
import { fires, type RuleContext, silent, type Verdict } from './rule.ts'

/** Fires on each control whose cryptography leaves just this part of a certificate unchecked (RFC 5280, 6). */
export function judgeCertificates(
  { file }: RuleContext,
  fault: Cryptography['certificates'],
  found: string,
): Verdict[] {
  return file.controls.flatMap(({ id, cryptography }): Verdict[] => {
    if (cryptography === undefined) return []
    const element = `controls.${id}`
    if (cryptography.certificates !== fault)
      return [silent(element, `certificates are checked: ${cryptography.certificates ?? 'not stated'}`)]
    const at = `${element}.cryptography.certificates`
    return [fires(element, `${id} ${found}`, 'check them in full and set "certificates: full"', at)]
  })
}
