/** Runs one step of an update and kills itself at a given call of a port: `FOLDER SOURCE apply|after-boot CALL before|after|torn`. */
import { HttpSource } from '../src/adapters/sources.ts'
import type { SlotFile, Slots, UpdaterOptions } from '../src/index.ts'
import { TestDevice } from './device.ts'

const [folder = '', source = '', step = '', call = '0', when = 'before'] = process.argv.slice(2)
let calls = 0

/** SIGKILL to itself: nothing of the process runs on. */
function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

async function counted<T>(run: () => Promise<T>, torn?: () => Promise<unknown>): Promise<T> {
  const hit = ++calls === Number(call)
  if (hit && when === 'before') die()
  if (hit && when === 'torn') {
    await torn?.()
    die()
  }
  const result = await run()
  if (hit) die()
  return result
}

function countedSlot(file: SlotFile): SlotFile {
  return {
    capacity: file.capacity,
    write: (at, bytes) =>
      counted(
        () => file.write(at, bytes),
        () => file.write(at, bytes.subarray(0, bytes.length >> 1)),
      ),
    read: (at, length) => file.read(at, length),
    sync: () => counted(() => file.sync()),
    close: () => file.close(),
  }
}

function countedSlots(slots: Slots): Slots {
  return {
    booted: () => slots.booted(),
    boot: () => slots.boot(),
    setBoot: (state) => counted(() => slots.setBoot(state)),
    openForWriting: async (slot) => countedSlot(await counted(() => slots.openForWriting(slot))),
    openForReading: (slot) => slots.openForReading(slot),
  }
}

function wrap(options: UpdaterOptions): UpdaterOptions {
  const { store, counter, hooks, components } = options
  return {
    ...options,
    components: Object.fromEntries(
      Object.entries(components).map(([name, { slots, ways }]) => [
        name,
        { slots: countedSlots(slots), ways },
      ]),
    ),
    store: {
      read: (name) => store.read(name),
      write: (name, bytes) => counted(() => store.write(name, bytes)),
    },
    counter: { read: () => counter.read(), increment: () => counted(() => counter.increment()) },
    hooks: { ...hooks, mayInstall: (...asked) => counted(() => hooks.mayInstall(...asked)) },
  }
}

const device = new TestDevice(folder)
const updater = await device.updater({ wrap })
const result =
  step === 'apply' ? await updater.apply('controller', new HttpSource(source)) : await updater.afterBoot()
console.log(JSON.stringify({ ...result, calls }))
