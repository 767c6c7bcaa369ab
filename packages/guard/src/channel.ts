import { Socket } from 'node:net'
import { encodeFrame, FrameReader } from './frames.ts'

/** A message between two processes of the guard. The supervisor routes it by `to` and refuses types it does not expect. */
export interface Message {
  readonly to?: string
  readonly type: string
  readonly [field: string]: unknown
}

/** The one descriptor over which a process of the guard talks: to its supervisor. */
export const channelDescriptor = 3
/** Where a process finds the listening socket that it was given, if any. */
export const listenerDescriptor = 4

export interface Channel {
  send(message: Message): void
}

/**
 * Opens the inherited channel. A frame that cannot be read ends the process: what follows it has no meaning. The end of
 * the channel ends it too, since nobody is left to start or stop it.
 */
export function openChannel(onMessage: (message: Message) => void): Channel {
  const socket = new Socket({ fd: channelDescriptor, readable: true, writable: true })
  const reader = new FrameReader()
  socket.on('data', (bytes) => {
    for (const message of reader.push(bytes)) if (isMessage(message)) onMessage(message)
  })
  socket.on('end', () => process.exit(0))
  socket.on('error', () => process.exit(1))
  return { send: (message) => void socket.write(encodeFrame(message)) }
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
