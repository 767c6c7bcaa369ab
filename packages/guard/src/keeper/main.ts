/** Entry point of the keeper process. */
import { parseDeviceFile } from '@pericard/model'
import { VaultError } from '@pericard/vault'
import { z } from 'zod'
import { type Message, openChannel } from '../channel.ts'
import { Keeper } from './keeper.ts'
import { codeOf } from './records.ts'

const startMessage = z.object({
  config: z.object({
    deviceFile: z.string(),
    includes: z.record(z.string(), z.string()).optional(),
    dataDir: z.string(),
    device: z.string(),
    passphrase: z.string(),
    oneTimeCode: z.string().optional(),
  }),
})

// Nobody but the guard's user reads what the keeper writes.
process.umask(0o077)
let keeper: Keeper | undefined
process.on('exit', () => keeper?.close())
const channel = openChannel((message) => {
  if (message.type === 'start') void start(message)
  else keeper?.onMessage(message)
})

async function start(message: Message): Promise<void> {
  try {
    const { config } = startMessage.parse(message)
    const parsed = parseDeviceFile(config.deviceFile, { readInclude: (path) => config.includes?.[path] })
    if (!parsed.ok) throw new VaultError('VAULT_FORMAT_UNKNOWN', 'the device file cannot be read')
    keeper = await Keeper.open({ ...config, file: parsed.file }, channel)
    await keeper.run()
  } catch (error) {
    const message = error instanceof VaultError ? error.message : `the keeper cannot start: ${codeOf(error)}`
    channel.send({ type: 'fatal', code: codeOf(error), message })
    setTimeout(() => process.exit(2), 100)
  }
}
