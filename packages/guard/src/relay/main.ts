/**
 * Entry point of the relay: it carries bytes between the updater, which has no network, and the one server that updates come from. It
 * reads none of them: what speaks TLS and judges releases is the updater. Whoever takes the updater over reaches this server and no other.
 */
import { connect, createServer, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { z } from 'zod'
import { listenerDescriptor, openChannel } from '../channel.ts'

/** Connections at a time. The updater asks for one file after the other; what is above that was taken over. */
const connectionsMax = 4
/** A connection on which nothing moves for so long is ended, in milliseconds; the updater itself gives up sooner. */
const idleWait = 120_000

const startMessage = z.object({
  config: z.object({ host: z.string().min(1).max(255), port: z.int().min(1).max(65_535) }),
})
type Mirror = z.infer<typeof startMessage>['config']

openChannel((message) => {
  if (message.type === 'start') listen(startMessage.parse(message).config)
})

function listen(mirror: Mirror): void {
  let open = 0
  const server = createServer((local) => {
    local.on('error', () => undefined)
    if (open >= connectionsMax) return void local.destroy()
    open++
    local.once('close', () => open--)
    carry(local, connect(mirror))
  })
  // Inherited: this process may not make Unix sockets.
  server.listen({ fd: listenerDescriptor })
}

/** An error or the end of one side ends the other; `pipeline` lets what was sent arrive first. */
function carry(local: Socket, remote: Socket): void {
  const end = (): void => {
    local.destroy()
    remote.destroy()
  }
  for (const socket of [local, remote]) socket.setTimeout(idleWait, end)
  const onEnd = (error: unknown): void => {
    if (error !== undefined && error !== null) end()
  }
  pipeline(remote, local, onEnd)
  pipeline(local, remote, onEnd)
}
