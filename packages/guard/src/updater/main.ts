/** Entry point of the updater's process: it has slots and mirror, and decides nothing; the supervisor asks the gates for it. */
import { setTimeout as pause } from 'node:timers/promises'
import { utf8 } from '@pericard/base'
import {
  type ApplyOutcome,
  parseDeviceConfig,
  type Updater,
  UpdateError,
  type UpdateSource,
  type Way,
} from '@pericard/update'
import { openDeviceUpdater } from '@pericard/update/adapters/device'
import { openLocalPort } from '@pericard/update/adapters/local-port'
import { HttpSource } from '@pericard/update/adapters/sources'
import { z } from 'zod'
import { openChannel } from '../channel.ts'
import { LocalRequests } from './local-requests.ts'
import { updateQuestion, type UpdateReport } from './messages.ts'
import { Questions } from './questions.ts'

/** Between two looks at the mirror, in milliseconds. */
const lookEvery = 3_600_000
/** Until it asks again after a wait, a failure or a device that does not work yet, in milliseconds. */
const retryEvery = 5_000

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

process.umask(0o077)
const channel = openChannel((message) => {
  if (message.type === 'start') void run(startMessage.parse(message).config)
  else questions.onAnswer(message)
})
const questions = new Questions((question) => channel.send(question))

function tell(report: UpdateReport): void {
  channel.send({ type: 'update', ...report })
}

async function run({ update, url, relay, ways }: Start): Promise<void> {
  const config = parseDeviceConfig(utf8(JSON.stringify(update)))
  const waysOf = (component: string): readonly Way[] => ways[component] ?? []
  const remote = Object.keys(config.components).filter((id) => waysOf(id).includes('remote'))
  const source = new HttpSource(url, { socket: relay })
  let opened: Updater | undefined
  let way: Way = 'remote'
  const open = async (): Promise<Updater> => {
    opened ??= await openDeviceUpdater({
      ...{ config, ways: waysOf },
      hooks: {
        mayInstall: (step, { component }) =>
          questions.ask({ type: updateQuestion.mayInstall, step, component, way }),
        healthy: () => questions.ask({ type: updateQuestion.healthy }),
        ...(config.confirmAtDevice === undefined
          ? {}
          : {
              confirmedAtDevice: ({ component, number, name }) =>
                questions.askPerson({ type: updateQuestion.confirm, component, number, name }),
            }),
      },
    })
    return opened
  }
  const local = new LocalRequests({
    folder: config.folder,
    ways: waysOf,
    open,
    tell,
    onWay: (by) => (way = by),
  })
  openLocalPort(
    config.folder,
    (request) => local.handle(request),
    () => tell({ event: 'refused', code: 'UPDATE_LOCAL_PORT' }),
  )
  for (;;) {
    const again = await local.alone(() => {
      way = 'remote'
      return look(open, remote, source)
    })
    await pause(again ? retryEvery : lookEvery)
  }
}

/** @returns whether to ask again soon */
async function look(
  open: () => Promise<Updater>,
  components: readonly string[],
  source: UpdateSource,
): Promise<boolean> {
  try {
    return await round(await open(), components, source)
  } catch (error) {
    tell({ event: 'refused', code: error instanceof UpdateError ? error.code : 'UPDATE_FAILED' })
    return true
  }
}

async function round(
  updater: Updater,
  components: readonly string[],
  source: UpdateSource,
): Promise<boolean> {
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
    const outcome = await applied(updater, component, source)
    if (outcome === 'restart') return false
    again ||= outcome !== 'up-to-date'
  }
  return again
}

/** One component's refusal is its own: the others are looked at all the same. */
async function applied(
  updater: Updater,
  component: string,
  source: UpdateSource,
): Promise<ApplyOutcome['outcome'] | 'refused'> {
  try {
    const { outcome, number } = await updater.apply(component, source)
    tell({ event: outcome, component, number })
    return outcome
  } catch (error) {
    tell({ event: 'refused', component, code: error instanceof UpdateError ? error.code : 'UPDATE_FAILED' })
    return 'refused'
  }
}
