/** Runs in the courier's sandbox and reads what `junk-server.ts` sends, as frames. Writes how many came, ten times a second. */
import { connect } from 'node:net'
import { FrameReader } from '../packages/guard/src/frames.ts'

const reader = new FrameReader()
let count = 0
connect(Number(process.argv[2]), '127.0.0.1').on('data', (bytes) => {
  count += reader.push(bytes).length
})
setInterval(() => process.stdout.write(`${count}\n`), 100)
