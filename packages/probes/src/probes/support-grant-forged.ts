import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { canonicalJson, parseJson } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { notRun, type Probe, verdict } from '../probe.ts'

/** The guard looks for requests every second. */
const answerMs = 6_000

/**
 * Asks a running guard for support sessions that nobody granted, as somebody who can write its data folder (`docs/specs/support.md`).
 * It draws no challenge: that would void a request of a real technician.
 */
export const supportGrantForged: Probe = {
  id: 'support-grant-forged',
  version: '1',
  title: 'Support session without a grant',
  goal: 'Open a support session, or run a command in one, without approval by the officers of this device',
  kind: 'authentication',
  cwe: [287, 294, 347],
  run: async ({ dataDir, deviceFile }) => {
    const did =
      'asked for sessions with grants of another device, without approvals, approved with a foreign key, answering a challenge that was never drawn; for commands without a session; for a revocation by nobody'
    if (dataDir === undefined) return notRun(did, 'no data folder was given')
    const asks = forged(deviceFile)
    const answers = await asked(
      dataDir,
      asks.map(({ ask }) => ask),
    )
    const silent = answers.filter((answer) => answer === undefined).length
    if (silent === asks.length) return notRun(did, 'no guard answers requests for support in this folder')
    if (answers.some((answer) => codeOf(answer) === 'SUPPORT_LOCKED'))
      return notRun(did, 'the vault is locked, so that no grant is judged at all')
    const breaches = asks.flatMap(({ name }, index) => (isYes(answers[index]) ? [`${name} was taken`] : []))
    if (breaches.length === 0 && silent > 0)
      return notRun(did, `${silent} of ${asks.length} requests had no answer`)
    return verdict(did, breaches, asks.length)
  },
}

function forged({ device, diagnostics, vault }: DeviceFile): { name: string; ask: unknown }[] {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const challenge = randomBytes(16).toString('hex')
  const [capability] = diagnostics
  const grant = (model: string): object => ({
    ...{ v: 1, device: `${model}:0`, challenge, capability: capability?.id ?? 'none', purpose: 'probe' },
    technician: {
      ...{ name: 'probe', role: capability?.roles[0] ?? 'none' },
      signingKey: publicKey.export({ format: 'jwk' }).x ?? '',
    },
    ...{ commands: ['status'], opens: [], minutes: 1 },
  })
  const open = (of: object, approvals: readonly object[]): unknown => ({
    ...{ type: 'open', signed: { grant: of, approvals }, number: 1 },
    signature: signed('support-ask', { type: 'open', number: 1, challenge }, privateKey),
  })
  const officers = (vault.officers ?? [{ name: 'officer' }]).map(({ name }) => name)
  const own = grant(device.id)
  const byForeignKey = officers.map((by) => ({ by, signature: signed('support-grant', own, privateKey) }))
  const request = { type: 'run', number: 1, command: 'status' }
  return [
    { name: 'a grant of another device', ask: open(grant('another-device'), []) },
    { name: 'a grant without approvals', ask: open(own, []) },
    { name: 'a grant approved with a foreign key', ask: open(own, byForeignKey) },
    {
      name: 'a command without a session',
      ask: {
        ...request,
        session: challenge,
        signature: signed('support-ask', { ...request, challenge }, privateKey),
      },
    },
    {
      name: 'a revocation by nobody',
      ask: {
        ...{ type: 'revoke', session: challenge },
        approval: {
          by: officers[0] ?? 'officer',
          signature: signed('support-revocation', { challenge }, privateKey),
        },
      },
    },
    { name: 'a request that is none', ask: { type: 'shell' } },
  ]
}

function signed(kind: string, value: object, key: KeyObject): string {
  return sign(null, Buffer.from(`pericard/1/${kind}\n${canonicalJson(value)}`), key).toString('base64url')
}

async function asked(dataDir: string, asks: readonly unknown[]): Promise<unknown[]> {
  const folder = join(dataDir, 'support')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const paths = asks.map((ask) => {
    const path = join(folder, `${randomBytes(8).toString('hex')}.ask`)
    writeFileSync(`${path}.new`, JSON.stringify(ask), { mode: 0o600 })
    renameSync(`${path}.new`, path)
    return path
  })
  const answerOf = (path: string): string => path.replace(/ask$/, 'answer')
  for (let waited = 0; waited < answerMs && !paths.every((path) => existsSync(answerOf(path))); waited += 100)
    await pause(100)
  const answers = paths.map((path) => readAnswer(answerOf(path)))
  for (const path of paths) for (const each of [path, answerOf(path)]) rmSync(each, { force: true })
  return answers
}

function readAnswer(path: string): unknown {
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function codeOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : undefined
}

/** Anything but a clear refusal counts against the device. */
function isYes(answer: unknown): boolean {
  if (answer === undefined) return false
  return !(typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false)
}
