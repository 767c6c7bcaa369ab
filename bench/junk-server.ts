/** Sends junk messages to whoever connects: `node junk-server.ts <messages a second>`. Writes its port to standard output. */
import { type AddressInfo, createServer, type Socket } from 'node:net'

const everySecond = Number(process.argv[2])
/** A frame as the guard's processes use them: length and JSON that means nothing. */
const body = Buffer.from('{"type":"junk","to":"gate","x":"0123456789"}')
const message = Buffer.alloc(4 + body.length)
message.writeUInt32BE(body.length)
body.copy(message, 4)

function flood(socket: Socket): void {
  const from = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - from) / 1000) * everySecond) - sent
    if (due <= 0) return
    socket.write(Buffer.alloc(due * message.length, message))
    sent += due
  }, 2)
  socket.on('error', () => undefined)
  socket.on('close', () => clearInterval(timer))
}

const server = createServer(flood).listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port)
})
