/** Entry point of the updater's process: it has slots and mirror, and decides nothing; the supervisor asks the gates for it. */
import { setTimeout as pause } from 'node:timers/promises'
import { utf8 } from '@pericard/base'
import { parseDeviceConfig, type Updater, UpdateError, type Way } from '@pericard/update'
import { openDeviceUpdater } from '@pericard/update/adapters/device'
import { HttpSource } from '@pericard/update/adapters/sources'
import { z } from 'zod'
import { type Message, openChannel } from '../channel.ts'
import { updateQuestion, type UpdateReport } from './messages.ts'

/** Between two looks at the mirror, in milliseconds. */
const lookEvery = 3_600_000
/** Until it asks again after a wait, a failure or a device that does not work yet, in milliseconds. */
const retryEvery = 5_000
/** No answer of the supervisor in this time is a no, in milliseconds. */
const answerWait = 10_000

const startMessage = z.object({
  config: z.object({
    update: z.unknown(),
    url: z.url({ protocol: /^https?$/ }),
    /** Socket of the relay, which is all there is of a network. */
    relay: z.string(),
    ways: z.record(z.string(), z.array(z.enum(['remote', 'local-media', 'physical-presence']))),
  }),
})
type Start = z.infer<typeof startMessage>['config']

const waiting = new Map<number, (yes: boolean) => void>()
let nextId = 1
process.umask(0o077)
const channel = openChannel((message) => {
  if (message.type === 'start') void run(startMessage.parse(message).config)
  else if (message.type === 'answer' && typeof message['id'] === 'number')
    waiting.get(message['id'])?.(message['yes'] === true)
})

function ask(question: Message): Promise<boolean> {
  const id = nextId++
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(false), answerWait)
    const done = (yes: boolean): void => {
      clearTimeout(timer)
      waiting.delete(id)
      resolve(yes)
    }
    waiting.set(id, done)
    channel.send({ ...question, id })
  })
}

function tell(report: UpdateReport): void {
  channel.send({ type: 'update', ...report })
}

async function run({ update, url, relay, ways }: Start): Promise<void> {
  const config = parseDeviceConfig(utf8(JSON.stringify(update)))
  const waysOf = (component: string): readonly Way[] => ways[component] ?? []
  const remote = Object.keys(config.components).filter((id) => waysOf(id).includes('remote'))
  const source = new HttpSource(url, { socket: relay })
  let updater: Updater | undefined
  for (;;) {
    let again = false
    try {
      updater ??= await openDeviceUpdater({
        ...{ config, ways: waysOf },
        hooks: {
          mayInstall: (step, { component }) => ask({ type: updateQuestion.mayInstall, step, component }),
          healthy: () => ask({ type: updateQuestion.healthy }),
        },
      })
      again = await round(updater, remote, source)
    } catch (error) {
      again = true
      tell({ event: 'refused', code: error instanceof UpdateError ? error.code : 'UPDATE_FAILED' })
    }
    await pause(again ? retryEvery : lookEvery)
  }
}

/** @returns whether to ask again soon */
async function round(updater: Updater, components: readonly string[], source: HttpSource): Promise<boolean> {
  const boot = await updater.afterBoot()
  if (boot.outcome === 'unhealthy') {
    tell({ event: 'unhealthy', component: boot.component })
    return true
  }
  if (boot.outcome !== 'nothing')
    tell({ event: boot.outcome, component: boot.component, number: boot.number })
  // What is on trial waits for a start of the machine; nothing else is installed before.
  if ((await updater.journal()).phase === 'trying') return false
  let again = false
  for (const component of components) {
    const outcome = await updater.apply(component, source)
    tell({ event: outcome.outcome, component, number: outcome.number })
    if (outcome.outcome === 'restart') return false
    again ||= outcome.outcome === 'waiting'
  }
  return again
}
