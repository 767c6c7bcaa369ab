import { type Bytes, concat } from '@pericard/base'
import { permanent } from '../command.ts'
import { cc, rh } from '../constants.ts'
import { malformed, type Reader, u16, u32 } from '../marshal.ts'
import { password, type Session } from '../session.ts'
import type { Tpm } from '../tpm.ts'

const empty = new Uint8Array()

/** TPM2_GetRandom (part 3, 16.1), at most 32 bytes, encrypted on the bus by `session`. */
export async function getRandom(tpm: Tpm, session: Session, bytes: number): Promise<Bytes> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_GetRandom', code: cc.getRandom, handles: [] },
    authorizations: [session.use({ encrypt: true })],
    parameters: u16(bytes),
  })
  const random = parameters.tpm2b()
  parameters.end()
  if (random.length !== bytes) throw malformed(`TPM2_GetRandom: ${random.length} bytes, wanted ${bytes}`)
  return random
}

/** TPMS_CLOCK_INFO (part 2, 10.11.1): time that no one can set back while the TPM's memory is its own. */
export interface TpmClock {
  /** Milliseconds that the TPM was powered. */
  readonly clock: number
  /** Starts of the TPM. */
  readonly resetCount: number
  /** Resumes since the last start. */
  readonly restartCount: number
  /** False where the clock may have lost up to what was not saved at a power cut. */
  readonly safe: boolean
}

export function readClockInfo(reader: Reader): TpmClock {
  return {
    clock: reader.u64(),
    resetCount: reader.u32(),
    restartCount: reader.u32(),
    safe: reader.u8() === 1,
  }
}

/** TPM2_ReadClock (part 3, 29.1). */
export async function readClock(tpm: Tpm): Promise<TpmClock> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_ReadClock', code: cc.readClock, handles: [] },
    parameters: empty,
  })
  parameters.u64()
  const clock = readClockInfo(parameters)
  parameters.end()
  return clock
}

/** TPM_CAP_TPM_PROPERTIES and the properties that are asked for here (part 2, 6.13). */
const tpmProperties = 0x0000_0006
export const property = {
  manufacturer: 0x105,
  firmware: 0x10b,
  lockoutCounter: 0x20e,
  lockoutMax: 0x20f,
  lockoutInterval: 0x210,
  lockoutRecovery: 0x211,
} as const

/** TPM2_GetCapability (part 3, 30.2) of one property; undefined where the TPM does not have it. */
export async function getProperty(tpm: Tpm, wanted: number): Promise<number | undefined> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_GetCapability', code: cc.getCapability, handles: [] },
    parameters: concat(u32(tpmProperties), u32(wanted), u32(1)),
  })
  parameters.u8()
  if (parameters.u32() !== tpmProperties) throw malformed('TPM2_GetCapability: another capability')
  const count = parameters.u32()
  const found = new Map<number, number>()
  for (let at = 0; at < count; at++) found.set(parameters.u32(), parameters.u32())
  parameters.end()
  return found.get(wanted)
}

/** TPM2_DictionaryAttackLockReset (part 3, 25.2) with an empty lockout authorization. */
export async function lockoutReset(tpm: Tpm): Promise<void> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_DictionaryAttackLockReset', code: cc.dictionaryAttackLockReset },
    handles: [permanent(rh.lockout)],
    authorizations: [password()],
    parameters: empty,
  })
  parameters.end()
}

/** TPM2_Startup(CLEAR) (part 3, 9.3); firmware does it on a device, an emulator's user has to. */
export async function startup(tpm: Tpm): Promise<void> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_Startup', code: cc.startup, handles: [] },
    parameters: u16(0),
  })
  parameters.end()
}
