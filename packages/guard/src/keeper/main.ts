/** Entry point of the keeper process. */
import { parseDeviceFile } from '@pericard/model'
import { TpmError } from '@pericard/tpm'
import { VaultError } from '@pericard/vault'
import { z } from 'zod'
import { type Message, openChannel } from '../channel.ts'
import { Keeper, type KeeperConfig } from './keeper.ts'
import { takeAsks } from '../support/asks.ts'
import { answerWithoutStore } from '../support/locked.ts'
import { codeOf } from './records.ts'

const startMessage = z.object({
  config: z.object({
    deviceFile: z.string(),
    includes: z.record(z.string(), z.string()).optional(),
    dataDir: z.string(),
    device: z.string(),
    passphrase: z.string().optional(),
    tpm: z.string().optional(),
    oneTimeCode: z.string().optional(),
  }),
})

// Nobody but the guard's user reads what the keeper writes.
process.umask(0o077)
let keeper: Keeper | undefined
/** Log entries from before the log is open; more are dropped. */
const waitingMax = 1_000
const waiting: Message[] = []
process.on('exit', () => keeper?.close())
const channel = openChannel((message) => {
  if (message.type === 'start') void start(message)
  else if (keeper !== undefined) keeper.onMessage(message)
  else if ((message.type === 'log' || message.type === 'update') && waiting.length < waitingMax)
    waiting.push(message)
})

/** Waits between two tries to open the store, in milliseconds. */
const retryFirst = 1_000
const retryLast = 30_000
/** Between two looks for who asks why it is locked, in milliseconds. */
const askEvery = 1_000

/** Tries until the TPM answers: the function goes on meanwhile, and patient data stays sealed. */
async function opened(config: KeeperConfig): Promise<Keeper> {
  for (let pause = retryFirst; ; pause = Math.min(pause * 2, retryLast)) {
    try {
      return await Keeper.open(config, channel)
    } catch (error) {
      if (!(error instanceof TpmError)) throw error
      channel.send({ type: 'status', status: 'locked', detail: `${error.message} (${error.code})` })
      for (let waited = 0; waited < pause; waited += askEvery) {
        await new Promise((wake) => setTimeout(wake, askEvery))
        // What cannot be read or answered there waits for the next look.
        await takeAsks(config.dataDir, (ask) => Promise.resolve(answerWithoutStore(ask, error.code))).catch(
          () => undefined,
        )
      }
    }
  }
}

async function start(message: Message): Promise<void> {
  try {
    const { config } = startMessage.parse(message)
    const parsed = parseDeviceFile(config.deviceFile, { readInclude: (path) => config.includes?.[path] })
    if (!parsed.ok) throw new VaultError('VAULT_FORMAT_UNKNOWN', 'the device file cannot be read')
    keeper = await opened({ ...config, file: parsed.file })
    for (const early of waiting.splice(0)) keeper.onMessage(early)
    await keeper.run()
  } catch (error) {
    const message = error instanceof VaultError ? error.message : `the keeper cannot start: ${codeOf(error)}`
    channel.send({ type: 'fatal', code: codeOf(error), message })
    setTimeout(() => process.exit(2), 100)
  }
}
