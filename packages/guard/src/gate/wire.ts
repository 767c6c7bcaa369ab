import { resolve } from 'node:path'
import type { CriticalFunction, FunctionProgram } from '@pericard/model'
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
  /** Absolute path of the fallback's program, where the function has one. */
  readonly fallback?: string
  readonly socket: string
  /** File that keeps what the envelope remembers; without one it forgets with its process. */
  readonly history?: string
  /** Its cgroup; without one it lives in that of its parent. */
  readonly group?: string
  /** Layers that this machine has; all of them if not given. */
  readonly layers?: readonly Layer[]
}

/** The programs of a function as a gate is told of them. @param folder that of the device file */
export function programsOf(
  fn: CriticalFunction,
  folder: string,
): Pick<GateConfiguration, 'program' | 'fallback'> {
  const program = resolve(folder, fn.program?.path ?? '')
  return fn.fallback === undefined ? { program } : { program, fallback: resolve(folder, fn.fallback.path) }
}

/** What the image of the function's program has to be. */
export function imageWanted({ device, function: fn, program }: GateConfiguration): ImageWanted {
  return wantedBy(fn.program, { program, device, function: fn.id })
}

/** What the image of its fallback has to be: made for that, so that neither passes for the other. Undefined where it has none. */
export function fallbackWanted({
  device,
  function: fn,
  fallback,
}: GateConfiguration): ImageWanted | undefined {
  if (fallback === undefined) return undefined
  return wantedBy(fn.fallback, { program: fallback, device, function: fallbackName(fn.id) })
}

/** What the manifest of a fallback names as its function. */
export function fallbackName(functionId: string): string {
  return `${functionId}/fallback`
}

function wantedBy(
  { sha256, signedBy }: Partial<Pick<FunctionProgram, 'sha256' | 'signedBy'>> = {},
  wanted: Pick<ImageWanted, 'program' | 'device' | 'function'>,
): ImageWanted {
  return {
    ...wanted,
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
