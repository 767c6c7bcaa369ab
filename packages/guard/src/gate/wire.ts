import type { CriticalFunction } from '@pericard/model'
import { z } from 'zod'
import type { CommandRequest } from '../envelope.ts'
import type { Layer } from '../sandbox/layers.ts'
import type { ImageWanted } from './image.ts'

/** What the gate's process is started with. Holds no secret. */
export interface GateConfiguration {
  /** SHA-256 of the device file; a gate of another file is not taken over. */
  readonly deviceFile: string
  /** Id of the device's model: what a signed image has to be made for. */
  readonly device: string
  readonly function: CriticalFunction
  readonly program: string
  readonly socket: string
  /** File that keeps what the envelope remembers; without one it forgets with its process. */
  readonly history?: string
  /** Its cgroup; without one it lives in that of its parent. */
  readonly group?: string
  /** Layers that this machine has; all of them if not given. */
  readonly layers?: readonly Layer[]
}

/** What the image of the configured function has to be. */
export function imageWanted({ device, function: fn, program }: GateConfiguration): ImageWanted {
  const { sha256, signedBy } = fn.program ?? {}
  return {
    ...{ program, device, function: fn.id },
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(signedBy === undefined ? {} : { signedBy }),
  }
}

/** What the gate takes on its control socket. */
export type GateRequest =
  | ({ readonly type: 'command'; readonly id: number } & CommandRequest)
  | { readonly type: 'status' | 'shutdown'; readonly id: number }

const id = z.int().nonnegative()
const shape = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('command'),
    id,
    command: z.string().max(64),
    parameters: z.record(z.string().max(64), z.unknown()),
    role: z.string().max(64),
    confirmed: z.boolean(),
    subject: z.string().max(64).optional(),
    reason: z.string().max(64).optional(),
  }),
  z.strictObject({ type: z.literal('status'), id }),
  z.strictObject({ type: z.literal('shutdown'), id }),
])

/** A request as it came off the socket, or undefined if it is not one. */
export function readGateRequest(message: unknown): GateRequest | undefined {
  return shape.safeParse(message).data
}
