import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { bare } from './http.ts'

const waitMs = 1500
const answerBytesMax = 64 * 1024

/**
 * Sends bytes and returns what came back before the peer closed, fell silent or sent enough (`bytesMax`). `undefined`: no
 * connection.
 */
export function sendRaw(
  to: string,
  bytes: Uint8Array,
  over: 'tcp' | 'tls',
  bytesMax: number = answerBytesMax,
): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = []
    let connected = false
    let size = 0
    const socket = open(to, over, () => {
      connected = true
      socket.write(bytes)
    })
    const finish = (): void => {
      socket.destroy()
      resolve(connected ? Buffer.concat(chunks) : undefined)
    }
    socket.setTimeout(waitMs, finish)
    socket.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk)
      size += chunk.length
      if (size >= bytesMax) finish()
    })
    socket.on('error', finish)
    socket.on('close', finish)
  })
}

function open(to: string, over: 'tcp' | 'tls', onOpen: () => void): Socket {
  if (!to.startsWith('https:')) return connectTcp(to, onOpen)
  const url = new URL(to)
  const place = { host: bare(url.hostname), port: Number(url.port || 443) }
  if (over === 'tcp') return connectTcp(place, onOpen)
  return connectTls({ ...place, rejectUnauthorized: false }, onOpen)
}
