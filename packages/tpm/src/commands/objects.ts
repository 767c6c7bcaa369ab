import { type Bytes, concat } from '@pericard/base'
import type { Entity } from '../command.ts'
import { cc } from '../constants.ts'
import { tpm2b, u32 } from '../marshal.ts'
import { nameOf, sealedTemplate } from '../public-area.ts'
import { password, type Session } from '../session.ts'
import type { LoadedKey, Tpm } from '../tpm.ts'

const empty = new Uint8Array()

/** Both halves of an object outside the TPM: TPM2B_PRIVATE and TPMT_PUBLIC, without their sizes. */
export interface WrappedObject {
  readonly privateArea: Bytes
  readonly publicArea: Bytes
}

/** TPM2_Create (part 3, 12.1) of a sealed object under a policy; the secret crosses the bus encrypted by `session`. */
export async function createSealed(
  tpm: Tpm,
  parent: LoadedKey,
  session: Session,
  { secret, policy }: { secret: Uint8Array; policy: Uint8Array },
): Promise<WrappedObject> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_Create', code: cc.create, handles: [parent] },
    authorizations: [session.use({ decrypt: true })],
    parameters: concat(
      ...[tpm2b(concat(tpm2b(empty), tpm2b(secret))), tpm2b(sealedTemplate(policy))],
      ...[tpm2b(empty), u32(0)],
    ),
  })
  return { privateArea: parameters.tpm2b(), publicArea: parameters.tpm2b() }
}

/** TPM2_Load (part 3, 12.2). Flush the handle after use. */
export async function load(tpm: Tpm, parent: LoadedKey, object: WrappedObject): Promise<Entity> {
  const { handle, parameters } = await tpm.run({
    ...{ name: 'TPM2_Load', code: cc.load, handles: [parent] },
    authorizations: [password()],
    givesHandle: true,
    parameters: concat(tpm2b(object.privateArea), tpm2b(object.publicArea)),
  })
  parameters.tpm2b()
  parameters.end()
  return { handle, name: nameOf(object.publicArea) }
}

/** TPM2_Unseal (part 3, 12.7); the secret crosses the bus encrypted by `session`. The caller wipes it. */
export async function unseal(tpm: Tpm, object: Entity, session: Session): Promise<Bytes> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_Unseal', code: cc.unseal, handles: [object] },
    authorizations: [session.use({ encrypt: true })],
    parameters: empty,
  })
  const secret = parameters.tpm2b()
  parameters.end()
  return secret
}
