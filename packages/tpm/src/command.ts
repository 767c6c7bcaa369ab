/** Puts commands together and takes responses apart (TPM 2.0 Library part 1, 18; part 3, 4). */
import { type Bytes, concat } from '@pericard/base'
import { responseBytesMax, tag } from './constants.ts'
import { refusalOf } from './errors.ts'
import { malformed, Reader, u16, u32 } from './marshal.ts'
import type { TpmTransport } from './transport.ts'

/** A handle with the name that authorizations cover: of a permanent entity, a PCR or a session the name is the handle itself. */
export interface Entity {
  readonly handle: number
  readonly name: Bytes
}

/** An entity without a public area. */
export function permanent(handle: number): Entity {
  return { handle, name: u32(handle) }
}

/** What of a command an authorization covers. */
export interface CommandParts {
  readonly code: number
  readonly handles: readonly Entity[]
  readonly parameters: Bytes
}

/** One authorization of a command, in the order of the handles; those beyond are sessions that only encrypt. */
export interface Authorization {
  /** Called first: the parameters, the first of them encrypted where the session does that. */
  encryptCommand?(parameters: Bytes): Bytes
  /** TPMS_AUTH_COMMAND (part 2, 10.13.2). */
  command(parts: CommandParts): Bytes
  /**
   * Checks TPMS_AUTH_RESPONSE and returns the parameters decrypted.
   *
   * @throws {TpmError} `TPM_SESSION_FORGED`
   */
  response(answer: { code: number; nonce: Bytes; attributes: number; hmac: Bytes; parameters: Bytes }): Bytes
}

export interface Command extends CommandParts {
  /** As the specification calls it, for messages. */
  readonly name: string
  readonly authorizations?: readonly Authorization[]
  /** Whether the response begins with a handle. */
  readonly givesHandle?: boolean
}

export interface Response {
  /** Zero where none was wanted. */
  readonly handle: number
  readonly parameters: Reader
}

const headerBytes = 10

/**
 * Sends a command and returns its response after every authorization was checked.
 *
 * @throws {TpmError} `TPM_RESPONSE_MALFORMED`, `TPM_SESSION_FORGED`, or what the TPM refused with
 */
export async function exchange(transport: TpmTransport, command: Command): Promise<Response> {
  const { authorizations = [], code, handles, name } = command
  const parameters = authorizations.reduce(
    (plain, one) => one.encryptCommand?.(plain) ?? plain,
    command.parameters,
  )
  const area = concat(...authorizations.map((one) => one.command({ code, handles, parameters })))
  const body = concat(
    ...handles.map(({ handle }) => u32(handle)),
    ...(authorizations.length > 0 ? [u32(area.length), area] : []),
    parameters,
  )
  const wanted = authorizations.length > 0 ? tag.sessions : tag.noSessions
  const sent = concat(u16(wanted), u32(headerBytes + body.length), u32(code), body)
  const bytes = await transport.send(sent)
  const reader = open(bytes, wanted, name)
  const handle = command.givesHandle === true ? reader.u32() : 0
  if (authorizations.length === 0) return { handle, parameters: reader }
  const length = reader.u32()
  let answered = reader.take(length)
  for (const one of authorizations) {
    const nonce = reader.tpm2b()
    const attributes = reader.u8()
    const hmac = reader.tpm2b()
    answered = one.response({ code, nonce, attributes, hmac, parameters: answered })
  }
  reader.end()
  return { handle, parameters: new Reader(answered) }
}

/** Checks the header and that it was not refused. */
function open(bytes: Bytes, wanted: number, name: string): Reader {
  const reader = new Reader(bytes)
  const found = reader.u16()
  const size = reader.u32()
  if (size !== bytes.length || size > responseBytesMax)
    throw malformed(`${name}: its size says ${size}, it has ${bytes.length} bytes`)
  const responseCode = reader.u32()
  if (responseCode !== 0) throw refusalOf(name, responseCode)
  if (found !== wanted)
    throw malformed(`${name}: tag 0x${found.toString(16)}, wanted 0x${wanted.toString(16)}`)
  return reader
}
