/** Works on a device for ever and says after each step what is done; killed by the test. */
import { openDevice } from './device.ts'

const [folder = '', root = '', first = '0'] = process.argv.slice(2)
const device = await openDevice(folder, root)
const say = (done: object): Promise<void> => new Promise((sent) => process.send?.(done, () => sent()))
for (let step = Number(first); ; step++) {
  const subject = `p${Math.floor(step / 8)}`
  const count = step % 3 === 0 ? 40 : 1
  device.append(subject, count)
  await say({ step, subject, count })
  device.write(`step ${step}`)
  await say({ line: true })
  if (step % 8 !== 7) continue
  // Every second subject is deleted once it is full, and the root is replaced now and then.
  const old = `p${Math.floor(step / 8)}`
  if (Math.floor(step / 8) % 2 === 0) {
    await say({ erasing: old })
    await device.erase(old)
    await say({ erased: old })
  }
  if (Math.floor(step / 8) % 5 === 4) await device.rotate()
}
