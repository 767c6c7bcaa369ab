/** A medium's files on a socket, for an updater that sees no file system but its own. */
import { rmSync } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { mediumPort } from './local-port.ts'

/**
 * Serves a folder in the way of a web server that knows ranges, until it is closed.
 *
 * Only files below the folder, also where the medium has links: whoever asks was perhaps taken over, and a stick must not be a way to
 * read what the person at the device may read (CWE-59).
 *
 * @param medium folder with a repository
 * @param folder of the updater
 * @throws the file system's error where there is no such folder
 */
export async function serveMedium(medium: string, folder: string): Promise<() => void> {
  const root = await realpath(medium)
  const path = mediumPort(folder)
  rmSync(path, { force: true })
  const server = createServer((request, response) => {
    answer(root, request.url ?? '/', request.headers.range, response).catch(() => response.destroy())
  })
  await new Promise<void>((done, refuse) => {
    server.once('error', refuse)
    server.listen(path, done)
  })
  return () => {
    server.closeAllConnections()
    server.close()
  }
}

async function answer(
  root: string,
  url: string,
  range: string | undefined,
  response: ServerResponse,
): Promise<void> {
  const wanted = join(root, decodeURIComponent(new URL(url, 'http://medium').pathname))
  const found = await realpath(wanted).catch(() => undefined)
  if (found === undefined || !found.startsWith(`${root}${sep}`)) return void response.writeHead(404).end()
  const file = await open(found, 'r')
  try {
    const { size } = await file.stat()
    const from = Number(/^bytes=(\d{1,15})-$/.exec(range ?? '')?.[1] ?? 0)
    if (from > 0) response.writeHead(206, { 'content-range': `bytes ${from}-${size - 1}/${size}` })
    else response.writeHead(200)
    await pipeline(file.createReadStream({ start: from, autoClose: false }), response)
  } finally {
    await file.close()
  }
}
