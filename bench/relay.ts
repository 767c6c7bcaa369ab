/** Passes bytes between one socket and a program's descriptor 3, and does nothing else: the least that any process in between costs. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { Duplex } from 'node:stream'

const [path, program, heartbeatMs] = process.argv.slice(2)
if (path === undefined || program === undefined || heartbeatMs === undefined)
  throw new Error('wanted a socket, a program and its interval')
const command = program.endsWith('.mjs') ? [process.execPath, program] : [program]
const child = spawn(command[0] ?? program, [...command.slice(1), heartbeatMs], {
  stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
})
const channel = child.stdio[3] as Duplex
createServer((socket) => {
  socket.on('data', (bytes: Buffer) => channel.write(bytes))
  channel.on('data', (bytes: Buffer) => socket.write(bytes))
}).listen(path)
process.on('SIGTERM', () => {
  child.kill('SIGKILL')
  process.exit(0)
})
