/**
 * Entry point of the relay: it carries bytes between the updater, which has no network, and the one server that updates come from. It
 * reads none of them: what speaks TLS and judges releases is the updater. Whoever takes the updater over reaches this server and no other.
 */
import { connect, createServer, type Socket } from 'node:net'
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
    if (open >= connectionsMax) return void local.on('error', () => undefined).destroy()
    open++
    local.once('close', () => open--)
    carry(local, connect(mirror))
  })
  // Inherited: this process may not make Unix sockets.
  server.listen({ fd: listenerDescriptor })
}

/**
 * What the server sent before it closed arrives first: `pipe` ends `local` behind it. An updater that closes wants no more, and one that was
 * cut off notices it by the end of its connection.
 */
function carry(local: Socket, remote: Socket): void {
  const end = (): void => {
    local.destroy()
    remote.destroy()
  }
  for (const socket of [local, remote]) socket.setTimeout(idleWait, end)
  remote.on('error', end)
  local.on('error', end)
  local.on('close', end)
  remote.pipe(local)
  local.pipe(remote)
}
