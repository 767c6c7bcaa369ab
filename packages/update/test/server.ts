/** A static web server with a switch for each kind of misbehaviour. */
import { createServer, type ServerResponse } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** Answers a request itself, or returns `false`. */
export type Mischief = (path: string, response: ServerResponse, from: number) => boolean

export interface Mirror {
  readonly url: string
  folder: string
  mischief: Mischief | undefined
  /** Paths asked for, with the byte they were asked from. */
  readonly asked: { readonly path: string; readonly from: number }[]
  close(): Promise<void>
}

export async function startMirror(folder: string): Promise<Mirror> {
  const asked: { path: string; from: number }[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').slice(1))
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    asked.push({ path, from })
    if (mirror.mischief?.(path, response, from) === true) return
    const file = join(mirror.folder, path)
    if (!existsSync(file)) return void response.writeHead(404).end()
    const bytes = readFileSync(file)
    if (from === 0) return void response.end(bytes)
    response.writeHead(206, { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` })
    response.end(bytes.subarray(from))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const mirror: Mirror = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    folder,
    mischief: undefined,
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return mirror
}
