import { renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'

/** A Unix socket that listens, for a process that inherits it. */
export interface Listener {
  readonly descriptor: number
  /** Called once the process has it: this one never accepts a connection. */
  readonly handOver: () => void
  /** Called where no process got it. */
  readonly close: () => void
}

/**
 * Makes a listening socket for a process with the host's network, which for that reason may make no Unix sockets itself: it would
 * reach the abstract sockets of every other service (CVE-2020-15257).
 *
 * It gets its name only in `handOver`: before, nobody finds it, so that no connection comes while two processes hold it.
 *
 * @throws the file system's error where it cannot be made
 */
export function openListener(path: string): Listener {
  const hidden = `${path}.new`
  rmSync(hidden, { force: true })
  const server = createServer()
  let failure: unknown = new Error(`Cannot listen at ${path}`)
  server.on('error', (error) => (failure = error))
  server.listen(hidden)
  const descriptor = descriptorOf(server)
  if (descriptor === undefined) throw failure
  return {
    descriptor,
    handOver: () => {
      renameSync(hidden, path)
      server.close()
    },
    close: () => void server.close(),
  }
}

/** Node hands its own descriptor on by a field that it does not document; without it there is no listener, and thus no network. */
function descriptorOf(server: object): number | undefined {
  const { _handle: handle } = server as { _handle?: { fd?: unknown } | null }
  return typeof handle?.fd === 'number' && handle.fd > 2 ? handle.fd : undefined
}
