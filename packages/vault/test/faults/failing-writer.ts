/** Does a fixed piece of work on a device, going on after each failure, and says on a descriptor what was acknowledged. */
import { writeSync } from 'node:fs'
import { openDevice } from './device.ts'

const [folder = '', root = '', to = '1'] = process.argv.slice(2)
const say = (done: object): void => void writeSync(Number(to), `${JSON.stringify(done)}\n`)

async function attempt(done: object, work: () => Promise<void> | void): Promise<void> {
  try {
    await work()
    say({ done })
  } catch (error) {
    const { code, errstr } = error as { code?: string; errstr?: string }
    say({ failed: errstr ?? code ?? 'no code', done })
  }
}

const device = await openDevice(folder, root)
say({ opened: true })
for (const subject of ['a', 'b', 'c']) {
  await attempt({ subject, count: 3 }, () => device.append(subject, 3))
  await attempt({ line: true }, () => device.write(`work for ${subject}`))
}
await attempt({ erased: 'a' }, () => device.erase('a'))
await attempt({ rotated: true }, () => device.rotate())
await attempt({ subject: 'b', count: 1 }, () => device.append('b', 1))
await attempt({ line: true }, () => device.write('the last\n'))
device.close()
