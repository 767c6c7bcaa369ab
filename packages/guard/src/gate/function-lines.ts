import { fromUtf8, parseJson } from '@pericard/base'
import { z } from 'zod'

/** One line between gate and function in bytes, without its end. */
export const lineBytesMax = 4096

/** What a function says. Further fields of a heartbeat are its own business. */
export type FunctionMessage =
  | { readonly v: 1; readonly type: 'heartbeat' }
  | { readonly v: 1; readonly type: 'applied' | 'fault'; readonly id: number }
  | FunctionAsk

/** The program wants a command itself: a controller that closes its own loop. */
export interface FunctionAsk {
  readonly v: 1
  readonly type: 'ask'
  /** Id of the last order it has applied, 0 before the first: what it asked for in the light of. */
  readonly after: number
  readonly command: string
  readonly parameters: Readonly<Record<string, unknown>>
}

const v = z.literal(1)
const shape: z.ZodType<FunctionMessage> = z.discriminatedUnion('type', [
  z.object({ v, type: z.literal('heartbeat') }),
  z.object({ v, type: z.enum(['applied', 'fault']), id: z.int().nonnegative() }),
  z.object({
    ...{ v, type: z.literal('ask'), after: z.int().nonnegative(), command: z.string().max(64) },
    parameters: z.record(z.string().max(64), z.unknown()),
  }),
])
const lineFeed = 0x0a

/**
 * Takes the bytes of a function apart into messages, however they are cut. The function may have been taken over: nothing
 * is kept beyond one line, and a line that cannot be read is final.
 */
export class FunctionLines {
  #pending: Buffer = Buffer.alloc(0)
  #broken = false

  /** The messages that these bytes complete, or undefined from the first line on that is none. */
  push(bytes: Uint8Array): readonly FunctionMessage[] | undefined {
    if (this.#broken) return undefined
    const all = Buffer.concat([this.#pending, bytes])
    const messages: FunctionMessage[] = []
    let from = 0
    for (let end = all.indexOf(lineFeed); end >= 0; end = all.indexOf(lineFeed, from)) {
      const message = messageOf(all.subarray(from, end))
      if (message === undefined) return this.#break()
      messages.push(message)
      from = end + 1
    }
    this.#pending = Buffer.from(all.subarray(from))
    return this.#pending.length > lineBytesMax ? this.#break() : messages
  }

  #break(): undefined {
    this.#broken = true
    this.#pending = Buffer.alloc(0)
  }
}

function messageOf(line: Uint8Array): FunctionMessage | undefined {
  const text = line.length > lineBytesMax ? undefined : fromUtf8(line)
  if (text === undefined) return undefined
  try {
    return shape.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}
