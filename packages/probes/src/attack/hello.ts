import { randomBytes } from 'node:crypto'
import { sendRaw } from './raw.ts'

/** What a ClientHello offers, in the numbers of the TLS registries. */
export interface Offer {
  readonly name: string
  /** 0x0300 SSL 3.0 … 0x0303 TLS 1.2. */
  readonly version: number
  readonly suites: readonly number[]
}

export const aeadSuites: readonly number[] = [0xc02b, 0xc02c, 0xcca9, 0xc02f, 0xc030, 0xcca8]
/** CBC, RC4, 3DES, NULL, anonymous and export suites, and key transport by RSA, which has no forward secrecy. */
export const weakSuites: readonly number[] = [
  0xc009, 0xc00a, 0xc013, 0xc014, 0xc023, 0xc024, 0xc027, 0xc028, 0x002f, 0x0035, 0x003c, 0x003d, 0x009c,
  0x009d, 0x000a, 0xc008, 0xc012, 0x0005, 0xc007, 0xc011, 0x0001, 0x0002, 0x003b, 0x0034, 0x003a, 0xc018,
  0xc019, 0x0003,
]

/** The header of the first record and the type of its first handshake message. */
const helloBytes = 6

/**
 * Whether a server takes an offer: it does if it answers with a ServerHello of the offered version and suites. Written as
 * bytes, since today's TLS libraries refuse to offer what has to be refused here.
 */
export async function takesOffer(url: string, offer: Offer): Promise<'taken' | 'refused' | 'unreachable'> {
  const answer = await sendRaw(url, clientHello(offer), 'tcp', helloBytes)
  if (answer === undefined) return 'unreachable'
  return answer[0] === 22 && answer[5] === 2 ? 'taken' : 'refused'
}

function clientHello({ version, suites }: Offer): Uint8Array {
  const extensions = Buffer.concat([
    extension(0x000a, sized(2, words([0x001d, 0x0017, 0x0018]))),
    extension(0x000b, Buffer.from([1, 0])),
    extension(0x000d, sized(2, words([0x0403, 0x0804, 0x0401, 0x0503, 0x0501, 0x0203, 0x0201]))),
  ])
  const hello = Buffer.concat([
    words([version]),
    randomBytes(32),
    Buffer.from([0]),
    sized(2, words(suites)),
    Buffer.from([1, 0]),
    ...(version > 0x0300 ? [sized(2, extensions)] : []),
  ])
  const handshake = Buffer.concat([Buffer.from([1, 0]), sized(2, hello)])
  return Buffer.concat([Buffer.from([22]), words([Math.min(version, 0x0301)]), sized(2, handshake)])
}

function extension(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([words([type]), sized(2, body)])
}

function words(values: readonly number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value >> 8, value & 0xff]))
}

function sized(width: 2, body: Uint8Array): Buffer {
  const length = Buffer.alloc(width)
  length.writeUInt16BE(body.length)
  return Buffer.concat([length, body])
}
