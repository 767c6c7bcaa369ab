import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, parseJson, readNumber64, systemClock } from '@pericard/base'
import {
  approvalSchema,
  approve,
  logFolder,
  type OrderAnswer,
  type OrderKind,
  orderSchema,
  placeOrder,
} from '@pericard/guard'
import { generationOf } from '@pericard/vault'
import { FileLogStore } from '@pericard/vault/adapters/files'
import { type Command, Argument } from 'commander'
import { z } from 'zod'
import { openDevice, type ShareOptions, withShareOptions } from '../device-shares.ts'
import { postAsOperator } from '../fleet-session.ts'
import { withStoreCopy } from '../log-verifier.ts'

/** How long an answer of the running guard is waited for, in milliseconds; the keeper looks every second. */
const answerWait = 30_000
const orderFile = z.strictObject({ order: orderSchema, approvals: z.array(approvalSchema).max(16) })
type OrderFile = z.infer<typeof orderFile>

/** `pericard key list | order | approve | rotate | revoke`: exit 0 done, 1 refused, 2 unusable input. */
export function registerKey(program: Command, clock: Clock = systemClock): void {
  const key = program.command('key').description('list, rotate and revoke the keys of a device')
  withShareOptions(
    key
      .command('list')
      .description('say which keys a device has, where each is rooted, and how old it is; never a key itself')
      .requiredOption('--data <dir>', 'data folder of the guard'),
  )
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  $ pericard key list --data /var/lib/pericard --tpm /dev/tpmrm0')
    .action(list)
  const what = new Argument('<what>', 'root: of the records; log: of the sealed log').choices(['root', 'log'])
  key
    .command('order')
    .description('write an order that officers of the device file approve one after the other')
    .addArgument(what)
    .requiredOption('--device <id>', 'the device, as the fleet names it: aurea-lvp:P-0001')
    .requiredOption('--out <file>', 'order to write; it must not exist')
    .action((kind: 'root' | 'log', { device, out }: { device: string; out: string }) => {
      writeFileSync(out, `${JSON.stringify(newOrder(kind, device, clock))}\n`, { flag: 'wx', mode: 0o600 })
      console.log(
        `Order written to ${out}; it is good for an hour. Officers sign it: pericard key approve ${out}`,
      )
    })
  key
    .command('approve')
    .description('add your approval to an order; your key stays where it is')
    .argument('<file>', 'the order')
    .requiredOption('--by <name>', 'your name in "vault.officers" of the device file')
    .requiredOption('--key <pem>', 'your Ed25519 private key')
    .addHelpText('after', '\nExample:\n  $ pericard key approve order.json --by ada --key ada.pem')
    .action(addApproval)
  key
    .command('rotate')
    .description('have the running guard move to new keys; nothing stops meanwhile')
    .addArgument(
      new Argument('[what]', 'root or log, where no approvals are needed').choices(['root', 'log']),
    )
    .requiredOption('--data <dir>', 'data folder of the guard')
    .option('--order <file>', 'an order with its approvals')
    .option('--device <id>', 'the device, where no order is given')
    .addHelpText('after', '\nExample:\n  $ pericard key rotate --order order.json --data /var/lib/pericard')
    .action((kind: 'root' | 'log' | undefined, options: RotateOptions) => rotate(kind, options, clock))
  key
    .command('revoke')
    .description("withdraw a device's identity and the fleet's share of its key")
    .argument('<device>', 'the device, as the fleet names it')
    .requiredOption('--sign-in <link>', 'one-time link of an operator, as `pericard fleet` prints it')
    .requiredOption('--fleet-root <pem>', "the fleet's own root certificate")
    .option('--stolen', 'report it stolen')
    .action(revoke)
}

interface RotateOptions {
  readonly data: string
  readonly order?: string
  readonly device?: string
}

function newOrder(kind: 'root' | 'log', device: string, clock: Clock): OrderFile {
  const order: OrderKind = kind === 'root' ? 'rotate-root' : 'rotate-log'
  return { order: { v: 1, device, order, at: clock.now() }, approvals: [] }
}

function readOrderFile(path: string): OrderFile {
  const read = orderFile.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Error(`${path}: is no order: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

function addApproval(path: string, { by, key }: { readonly by: string; readonly key: string }): void {
  const { order, approvals } = readOrderFile(path)
  const privateKey = createPrivateKey(readFileSync(key))
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new Error(`${key}: is a key of type ${privateKey.asymmetricKeyType}; an Ed25519 key was wanted`)
  if (approvals.some((each) => each.by === by)) throw new Error(`${path}: ${by} has approved it already`)
  writeFileSync(
    path,
    `${JSON.stringify({ order, approvals: [...approvals, approve(order, by, privateKey)] })}\n`,
  )
  console.log(`${by} approved ${order.order} of ${order.device}; ${approvals.length + 1} approvals`)
}

async function rotate(kind: 'root' | 'log' | undefined, options: RotateOptions, clock: Clock): Promise<void> {
  const { data, order: path, device } = options
  if (!existsSync(data)) throw new Error(`${data}: there is no such data folder`)
  if (path === undefined && (kind === undefined || device === undefined))
    throw new Error('wanted --order FILE, or what to rotate and --device')
  const signed = path === undefined ? newOrder(kind ?? 'root', device ?? '', clock) : readOrderFile(path)
  const answerAt = placeOrder(data, signed)
  for (let waited = 0; waited < answerWait && !existsSync(answerAt); waited += 100) await pause(100)
  if (!existsSync(answerAt)) {
    rmSync(answerAt.replace(/answer$/, 'order'), { force: true })
    throw new Error(
      'the guard did not answer in 30 s: it has to run, and its vault to be open; the order was withdrawn',
    )
  }
  const answer = parseJson(readFileSync(answerAt, 'utf8')) as OrderAnswer
  rmSync(answerAt)
  if (answer.done) {
    const who =
      answer.approvedBy.length === 0
        ? 'no approval was needed'
        : `approved by ${answer.approvedBy.join(', ')}`
    console.log(`Done: ${signed.order.order} of ${signed.order.device}; ${who}`)
    return
  }
  console.error(`Refused: ${answer.why}`)
  process.exitCode = 1
}

interface KeyLine {
  readonly key: string
  readonly rooted: string
  readonly state: string
}

async function list({ data, json, ...shares }: ShareOptions & { data: string; json?: true }): Promise<void> {
  const lines = await withStoreCopy(data, async (store) => {
    const { state, hardware } = await openDevice(store, shares)
    const generation = generationOf(store)
    const rooted = generation === 0 ? 'root' : `root and erase root, generation ${generation}`
    const dated = (name: string): string => {
      const at = store.meta(name)
      return at === undefined ? 'never rotated' : `rotated ${new Date(readNumber64(at)).toISOString()}`
    }
    const deks = [...store.deks()]
    const soonest = deks.reduce((least, { expires }) => Math.min(least, expires ?? Infinity), Infinity)
    const expiry = Number.isFinite(soonest) ? `; the first dies ${new Date(soonest).toISOString()}` : ''
    const logAt = state.counter('rotated-log')
    const { identity } = state
    const certificate = identity === undefined ? undefined : new X509Certificate(identity.certificate)
    const all: KeyLine[] = [
      {
        key: 'device shares',
        rooted: hardware === undefined ? 'passphrase' : 'TPM',
        state: dated('rotated:shares'),
      },
      { key: 'root', rooted: 'all shares of "vault.unlock"', state: dated('rotated:root') },
      { key: 'data keys', rooted, state: `${deks.length}, one an item, subject and day${expiry}` },
      {
        ...{
          key: 'log seeds',
          rooted: hardware === undefined ? 'device shares' : 'device shares and erase root',
        },
        state: `${new FileLogStore(logFolder(data)).segments().length} segments; ${logAt === 0 ? 'rotated as lines expire' : `rotated ${new Date(logAt).toISOString()}`}`,
      },
      {
        ...{ key: 'identity', rooted: 'device shares' },
        state:
          certificate === undefined
            ? 'not enrolled'
            : `certificate until ${certificate.validToDate.toISOString()}`,
      },
      {
        key: 'unlock signing',
        rooted: 'device shares',
        state: store.meta('unlock-signing') ? 'made' : 'not made yet',
      },
      { key: 'receipt signing', rooted: 'root', state: store.meta('receipt-key') ? 'made' : 'not made yet' },
    ]
    return all
  })
  if (json === true) console.log(JSON.stringify(lines))
  else
    for (const { key, rooted, state } of lines)
      console.log(`${key.padEnd(16)} ${state}\n${' '.repeat(17)}under ${rooted}`)
}

interface RevokeOptions {
  readonly signIn: string
  readonly fleetRoot: string
  readonly stolen?: true
}

async function revoke(device: string, { signIn, fleetRoot, stolen }: RevokeOptions): Promise<void> {
  const path = `/api/devices/${encodeURIComponent(device)}/${stolen === true ? 'stolen' : 'revoke'}`
  const { status, text } = await postAsOperator(signIn, readFileSync(fleetRoot, 'utf8'), path)
  if (status === 200)
    return console.log(
      `${device} is ${stolen === true ? 'reported stolen' : 'revoked'}: it gets no share, and its certificate is refused`,
    )
  console.error(`Refused (${status}): ${text.slice(0, 200)}`)
  process.exitCode = 1
}
