import { concat } from '@pericard/base'
import { permanent } from '../command.ts'
import { cc, rh } from '../constants.ts'
import { tpm2b, u32 } from '../marshal.ts'
import { pcrSelection } from '../pcr.ts'
import { password, type Session } from '../session.ts'
import type { Tpm } from '../tpm.ts'

const empty = new Uint8Array()

/** TPM2_PolicyPCR (part 3, 23.7): the policy holds only while the registers have the values they have now. */
export async function policyPcr(tpm: Tpm, session: Session, pcrs: readonly number[]): Promise<void> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_PolicyPCR', code: cc.policyPcr, handles: [permanent(session.handle)] },
    parameters: concat(tpm2b(empty), pcrSelection(pcrs)),
  })
  parameters.end()
}

/** TPM2_PolicySecret (part 3, 23.4) with the endorsement hierarchy, which endorsement keys demand. */
export async function policyEndorsement(tpm: Tpm, session: Session): Promise<void> {
  await tpm.run({
    ...{ name: 'TPM2_PolicySecret', code: cc.policySecret },
    handles: [permanent(rh.endorsement), permanent(session.handle)],
    authorizations: [password()],
    parameters: concat(tpm2b(empty), tpm2b(empty), tpm2b(empty), u32(0)),
  })
}
