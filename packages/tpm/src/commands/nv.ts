import { createHash } from 'node:crypto'
import { type Bytes, concat } from '@pericard/base'
import { type Entity, permanent } from '../command.ts'
import { alg, cc, nvAttribute, rh } from '../constants.ts'
import { malformed, Reader, tpm2b, u16, u32 } from '../marshal.ts'
import { password, type Session } from '../session.ts'
import type { Tpm } from '../tpm.ts'

const empty = new Uint8Array()

/** TPMS_NV_PUBLIC (part 2, 13.5). */
export interface NvPublic {
  readonly index: number
  readonly attributes: number
  readonly policy: Bytes
  readonly size: number
}

function marshalNvPublic({ index, attributes, policy, size }: NvPublic): Bytes {
  return concat(u32(index), u16(alg.sha256), u32(attributes >>> 0), tpm2b(policy), u16(size))
}

/**
 * TPM2_NV_DefineSpace (part 3, 31.3) under the owner. The authorization value crosses the bus encrypted by `session`.
 *
 * @throws {TpmError} `TPM_NV_TAKEN`
 */
export async function nvDefine(
  tpm: Tpm,
  session: Session,
  space: NvPublic & { readonly auth: Bytes },
): Promise<void> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_NV_DefineSpace', code: cc.nvDefineSpace, handles: [permanent(rh.owner)] },
    authorizations: [session.use({ decrypt: true })],
    parameters: concat(tpm2b(space.auth), tpm2b(marshalNvPublic(space))),
  })
  parameters.end()
}

/** TPM2_NV_ReadPublic (part 3, 31.6). @throws {TpmError} `TPM_NV_MISSING` */
export async function nvReadPublic(tpm: Tpm, index: number): Promise<NvPublic & Entity> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_NV_ReadPublic', code: cc.nvReadPublic, handles: [permanent(index)] },
    parameters: empty,
  })
  const area = parameters.tpm2b()
  const name = parameters.tpm2b()
  parameters.end()
  const reader = new Reader(area)
  const found = reader.u32()
  const hash = reader.u16()
  const space = { index: found, attributes: reader.u32(), policy: reader.tpm2b(), size: reader.u16() }
  reader.end()
  // The name is what authorizations cover: it must be that of this public area, or another index could stand here.
  const wanted = concat(u16(alg.sha256), createHash('sha256').update(area).digest())
  if (found !== index || hash !== alg.sha256 || Buffer.compare(name, wanted) !== 0)
    throw malformed('TPM2_NV_ReadPublic: its name is not that of its public area')
  return { ...space, handle: index, name }
}

/** TPM2_NV_Increment (part 3, 31.8): after it the counter has never been lower, whatever is restored. */
export async function nvIncrement(tpm: Tpm, session: Session, index: Entity, auth: Bytes): Promise<void> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_NV_Increment', code: cc.nvIncrement, handles: [index, index] },
    authorizations: [session.use({ value: auth })],
    parameters: empty,
  })
  parameters.end()
}

/** TPM2_NV_Read (part 3, 31.13) from the start; what was read crosses the bus encrypted by `session`. */
export async function nvRead(
  tpm: Tpm,
  session: Session,
  index: Entity,
  { size, auth = empty }: { size: number; auth?: Bytes },
): Promise<Bytes> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_NV_Read', code: cc.nvRead, handles: [index, index] },
    authorizations: [session.use({ value: auth, encrypt: true })],
    parameters: concat(u16(size), u16(0)),
  })
  const bytes = parameters.tpm2b()
  parameters.end()
  if (bytes.length !== size) throw malformed(`TPM2_NV_Read: ${bytes.length} bytes, wanted ${size}`)
  return bytes
}

/** TPM2_NV_Write (part 3, 31.7) from the start; what is written crosses the bus encrypted by `session`. */
export async function nvWrite(
  tpm: Tpm,
  session: Session,
  index: Entity,
  bytes: Bytes,
  auth: Bytes,
): Promise<void> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_NV_Write', code: cc.nvWrite, handles: [index, index] },
    authorizations: [session.use({ value: auth, decrypt: true })],
    parameters: concat(tpm2b(bytes), u16(0)),
  })
  parameters.end()
}

/** TPM2_NV_UndefineSpace (part 3, 31.4): what it held is gone. @throws {TpmError} `TPM_NV_MISSING` */
export async function nvUndefine(tpm: Tpm, index: Entity): Promise<void> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_NV_UndefineSpace', code: cc.nvUndefineSpace, handles: [permanent(rh.owner), index] },
    authorizations: [password()],
    parameters: empty,
  })
  parameters.end()
}

/** Whether an index was written since it was defined. */
export function isWritten({ attributes }: NvPublic): boolean {
  return (attributes & nvAttribute.written) !== 0
}
