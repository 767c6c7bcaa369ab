import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { signStatement } from '../keeper/approvals.ts'
import type { Custody } from '../keeper/custody.ts'
import { type Ask, askStatement, type SupportAnswer } from './asks.ts'
import type { SupportSources } from './commands.ts'
import { challengeLife, sessionCommandsMax, SupportDesk } from './desk.ts'
import { answerWithoutStore, lockReport } from './locked.ts'
import { approveGrant, revokeGrant, type SignedGrant, type SupportGrant } from './grant.ts'

const device = 'aurea-lvp:P-0001'
const person = (name: string): { name: string; key: KeyObject; publicKey: string } => {
  const pair = generateKeyPairSync('ed25519')
  return { name, key: pair.privateKey, publicKey: pair.publicKey.export({ format: 'jwk' }).x ?? '' }
}
const [ada, bert, tess, eve] = [person('ada'), person('bert'), person('tess'), person('eve')]
const officers = [ada, bert].map(({ name, publicKey }) => ({ name, role: 'officer', signingKey: publicKey }))
const custody: Custody = { officers, approvals: 2 }

/** The example pump, which has a dormant service interface to the local API. */
function pump(): DeviceFile {
  const url = new URL('../../../../examples/infusion-pump/device.yaml', import.meta.url)
  const parsed = parseDeviceFile(readFileSync(url, 'utf8'), { file: 'device.yaml' })
  assert.ok(parsed.ok)
  return parsed.file
}

const sources: SupportSources = {
  status: () => ({ vault: 'open', enrolled: true, starts: 3, uptimeSeconds: 60 }),
  storage: () => ({ storeBytes: 1, freeBytes: 2 }),
  events: () => ({ lines: 5, sinceStart: { 'keeper-started': 1, other: 4 } }),
  'log-check': () => ({ intact: true, lines: 5, clockSetBack: 0 }),
}

interface Bench {
  readonly desk: SupportDesk
  readonly logged: string[]
  readonly opened: (readonly string[])[]
  /** Milliseconds of running time. */
  readonly pass: (milliseconds: number) => void
  readonly challenge: () => Promise<string>
}

function bench(part: { custody?: Custody | undefined; sources?: SupportSources } = {}): Bench {
  let now = 1_000
  const logged: string[] = []
  const opened: (readonly string[])[] = []
  const given = { custody, sources, ...part }
  const desk = new SupportDesk({
    ...{ file: pump(), device, uptime: { now: () => now }, sources: given.sources },
    custody: () => given.custody,
    locked: () => (given.custody === undefined ? lockReport('unlocking', 'FLEET_UNREACHABLE') : undefined),
    log: (event, detail) => logged.push(`${event} ${detail}`),
    interfaces: (open) => opened.push(open),
  })
  const challenge = async (): Promise<string> => {
    const answer = await desk.answer({ type: 'challenge' })
    return answer.ok && 'challenge' in answer ? answer.challenge : assert.fail('no challenge')
  }
  return { desk, logged, opened, challenge, pass: (milliseconds) => (now += milliseconds) }
}

const grantOf = (challenge: string, part: Partial<SupportGrant> = {}): SupportGrant => ({
  ...{ v: 1, device, challenge, capability: 'workshop-diagnosis', purpose: 'complaint 4711' },
  technician: { name: tess.name, role: 'service-technician', signingKey: tess.publicKey },
  ...{ commands: ['status', 'events'], opens: ['service-socket'], minutes: 30 },
  ...part,
})
const approved = (grant: SupportGrant, by = [ada, bert]): SignedGrant => ({
  grant,
  approvals: by.map(({ name, key }) => approveGrant(grant, name, key)),
})

function open(signed: SignedGrant, { key } = tess, number = 1): Ask {
  const { challenge } = signed.grant
  const signature = signStatement(askStatement({ type: 'open', number }, challenge), key)
  return { type: 'open', signed, number, signature }
}
function run(session: string, command: SupportGrant['commands'][number], number: number, by = tess): Ask {
  const signature = signStatement(askStatement({ type: 'run', number, command }, session), by.key)
  return { type: 'run', session, command, number, signature }
}
function close(session: string, number: number, by = tess): Ask {
  const signature = signStatement(askStatement({ type: 'close', number }, session), by.key)
  return { type: 'close', session, number, signature }
}
const codeOf = (answer: SupportAnswer): string => (answer.ok ? 'ok' : answer.code)

test('a granted session answers its commands with the listed fields, opens what is dormant, and shuts it when closed', async () => {
  const { desk, challenge, opened, logged } = bench()
  const session = await challenge()
  const answer = await desk.answer(open(approved(grantOf(session))))
  assert.deepEqual(answer, {
    ...{ ok: true, minutes: 30, commands: ['status', 'events'], opens: ['service-socket'] },
    approvedBy: ['ada', 'bert'],
  })
  assert.deepEqual(await desk.answer(run(session, 'status', 2)), {
    ...{ ok: true, command: 'status' },
    answer: { vault: 'open', enrolled: true, starts: 3, uptimeSeconds: 60 },
  })
  assert.deepEqual(await desk.answer(close(session, 3)), { ok: true, ended: 'closed' })
  assert.deepEqual(opened, [[], ['service-socket'], []])
  assert.deepEqual(
    logged.map((line) => line.split(' ')[0]),
    ['support-opened', 'support-command', 'support-answer', 'support-ended'],
  )
  assert.match(
    logged[0] ?? '',
    /"technician":"tess".*"purpose":"complaint 4711".*"approvedBy":\["ada","bert"\]/,
  )
})

test('a grant opens one session: after its close, after the end of its time, and after a restart it opens none', async () => {
  const { desk, challenge, pass } = bench()
  const first = open(approved(grantOf(await challenge())))
  assert.equal(codeOf(await desk.answer(first)), 'ok')
  assert.equal(
    codeOf(await desk.answer(close(first.type === 'open' ? first.signed.grant.challenge : '', 2))),
    'ok',
  )
  assert.equal(codeOf(await desk.answer(first)), 'SUPPORT_GRANT_EXPIRED')
  const second = open(approved(grantOf(await challenge())))
  assert.equal(codeOf(await desk.answer(second)), 'ok')
  pass(30 * 60_000)
  assert.equal(codeOf(await desk.answer(second)), 'SUPPORT_GRANT_EXPIRED')
  const third = open(approved(grantOf(await challenge())))
  const restarted = bench()
  await restarted.challenge()
  assert.equal(codeOf(await restarted.desk.answer(third)), 'SUPPORT_GRANT_EXPIRED')
})

test('time over: the session ends by itself and shuts what it opened; not a moment before', async () => {
  const { desk, challenge, opened, logged, pass } = bench()
  const session = await challenge()
  await desk.answer(open(approved(grantOf(session))))
  pass(30 * 60_000 - 1)
  desk.tick()
  assert.deepEqual(opened.at(-1), ['service-socket'])
  pass(1)
  desk.tick()
  assert.deepEqual(opened.at(-1), [])
  assert.match(logged.at(-1) ?? '', /support-ended expired: tess/)
  assert.equal(codeOf(await desk.answer(run(session, 'status', 2))), 'SUPPORT_NO_SESSION')
})

test('a grant whose challenge waited too long opens nothing', async () => {
  for (const [waited, code] of [
    [challengeLife, 'ok'],
    [challengeLife + 1, 'SUPPORT_GRANT_EXPIRED'],
  ] as const) {
    const { desk, challenge, pass } = bench()
    const signed = approved(grantOf(await challenge()))
    pass(waited)
    assert.equal(codeOf(await desk.answer(open(signed))), code)
  }
})

test('another device, one officer, none, a stranger, the technician as officer, a wider grant: nothing opens', async () => {
  const { desk, challenge, opened } = bench()
  const session = await challenge()
  const asAda = { name: 'ada', role: 'service-technician', signingKey: ada.publicKey }
  const cases: [SignedGrant, string][] = [
    [approved(grantOf(session, { device: 'aurea-lvp:P-0002' })), 'SUPPORT_GRANT_FOREIGN'],
    [approved(grantOf(session), [ada]), 'SUPPORT_GRANT_UNAPPROVED'],
    [approved(grantOf(session), [ada, ada]), 'SUPPORT_GRANT_UNAPPROVED'],
    [approved(grantOf(session), []), 'SUPPORT_GRANT_UNAPPROVED'],
    [approved(grantOf(session), [ada, eve]), 'SUPPORT_GRANT_UNAPPROVED'],
    [approved(grantOf(session, { technician: asAda })), 'SUPPORT_GRANT_UNAPPROVED'],
    [approved(grantOf(session, { capability: 'shell-for-all' })), 'SUPPORT_GRANT_TOO_WIDE'],
    [approved(grantOf(session, { minutes: 31 })), 'SUPPORT_GRANT_TOO_WIDE'],
    [approved(grantOf(session, { opens: ['usb-service-port'] })), 'SUPPORT_GRANT_TOO_WIDE'],
    [approved(grantOf(session, { opens: ['screen-socket'] })), 'SUPPORT_GRANT_TOO_WIDE'],
    [
      approved(
        grantOf(session, {
          technician: { ...asAda, name: 'tess', role: 'nurse', signingKey: tess.publicKey },
        }),
      ),
      'SUPPORT_GRANT_TOO_WIDE',
    ],
  ]
  for (const [signed, code] of cases) assert.equal(codeOf(await desk.answer(open(signed))), code)
  assert.equal(codeOf(await desk.answer(open(approved(grantOf(session)), eve))), 'SUPPORT_TECHNICIAN_FORGED')
  assert.deepEqual(opened, [[]])
  assert.equal(codeOf(await desk.answer(open(approved(grantOf(session))))), 'ok')
})

test('without officers, or with a vault that is locked, nobody can open a session', async () => {
  const none = bench({ custody: {} })
  assert.equal(
    codeOf(await none.desk.answer(open(approved(grantOf(await none.challenge()), [])))),
    'SUPPORT_GRANT_UNAPPROVED',
  )
  const locked = bench({ custody: undefined })
  assert.equal(
    codeOf(await locked.desk.answer(open(approved(grantOf(await locked.challenge()))))),
    'SUPPORT_LOCKED',
  )
})

test('a grant with any one bit flipped, or cut anywhere, opens nothing', async () => {
  const { desk, challenge, opened } = bench()
  const bytes = Buffer.from(JSON.stringify(open(approved(grantOf(await challenge())))))
  const tried = async (text: string): Promise<void> => {
    let ask: unknown
    try {
      ask = JSON.parse(text)
    } catch {
      return
    }
    const answer = await desk.answer(ask)
    assert.ok(!answer.ok || JSON.stringify(ask) === bytes.toString(), text)
  }
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const altered = Buffer.from(bytes)
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    await tried(altered.toString())
  }
  for (let length = 0; length < bytes.length; length++) await tried(bytes.subarray(0, length).toString())
  assert.deepEqual(opened, [[]])
  assert.equal(codeOf(await desk.answer(JSON.parse(bytes.toString()))), 'ok')
})

test('a command outside the grant, of somebody else, made twice, or for another session is refused, and each refusal logged', async () => {
  const { desk, challenge, logged } = bench()
  const session = await challenge()
  await desk.answer(open(approved(grantOf(session))))
  const again = run(session, 'status', 5)
  const cases: [unknown, string][] = [
    [again, 'ok'],
    [again, 'SUPPORT_REPLAYED'],
    [run(session, 'status', 4), 'SUPPORT_REPLAYED'],
    [run(session, 'storage', 6), 'SUPPORT_COMMAND_REFUSED'],
    [run(session, 'status', 7, eve), 'SUPPORT_TECHNICIAN_FORGED'],
    [{ ...run(session, 'status', 8), command: 'events' }, 'SUPPORT_TECHNICIAN_FORGED'],
    [{ ...run(session, 'status', 8), command: 'shell' }, 'SUPPORT_FORMAT'],
    [run('0'.repeat(32), 'status', 9), 'SUPPORT_NO_SESSION'],
    [close(session, 10, eve), 'SUPPORT_TECHNICIAN_FORGED'],
    [open(approved(grantOf(session))), 'SUPPORT_BUSY'],
    [undefined, 'SUPPORT_FORMAT'],
    [{ type: 'challenge', more: 1 }, 'SUPPORT_FORMAT'],
  ]
  for (const [ask, code] of cases) assert.equal(codeOf(await desk.answer(ask)), code)
  assert.equal(logged.filter((line) => line.startsWith('support-refused')).length, cases.length - 1)
})

test('an officer revokes a session, and a grant that waits; whoever is none does not', async () => {
  const { desk, challenge, opened } = bench()
  const session = await challenge()
  const revoke = (by: typeof ada, key = by.key): Ask => ({
    ...{ type: 'revoke', session, approval: revokeGrant(session, by.name, key) },
  })
  await desk.answer(open(approved(grantOf(session))))
  assert.equal(codeOf(await desk.answer(revoke(eve))), 'SUPPORT_GRANT_UNAPPROVED')
  assert.equal(codeOf(await desk.answer(revoke(ada, eve.key))), 'SUPPORT_GRANT_UNAPPROVED')
  assert.deepEqual(opened.at(-1), ['service-socket'])
  assert.deepEqual(await desk.answer(revoke(ada)), { ok: true, ended: 'revoked' })
  assert.deepEqual(opened.at(-1), [])
  const waiting = await challenge()
  const early: Ask = { type: 'revoke', session: waiting, approval: revokeGrant(waiting, 'bert', bert.key) }
  assert.deepEqual(await desk.answer(early), { ok: true, ended: 'revoked' })
  assert.equal(codeOf(await desk.answer(open(approved(grantOf(waiting))))), 'SUPPORT_GRANT_EXPIRED')
})

test('an answer with a field that is not listed leaves the device not at all', async () => {
  const leaking = { lines: 5, sinceStart: {}, patient: 'Anna Meyer' }
  const { desk, challenge, logged } = bench({ sources: { ...sources, events: () => leaking } })
  const session = await challenge()
  await desk.answer(open(approved(grantOf(session))))
  const answer = await desk.answer(run(session, 'events', 2))
  assert.equal(codeOf(answer), 'SUPPORT_COMMAND_REFUSED')
  assert.doesNotMatch(JSON.stringify(answer) + logged.join(), /Meyer/)
})

test('a session has so many commands and no more', async () => {
  const { desk, challenge } = bench()
  const session = await challenge()
  await desk.answer(open(approved(grantOf(session))))
  for (let number = 2; number < sessionCommandsMax + 2; number++)
    assert.equal(codeOf(await desk.answer(run(session, 'status', number))), 'ok')
  assert.equal(codeOf(await desk.answer(run(session, 'status', 9_999))), 'SUPPORT_COMMAND_REFUSED')
})

test('why a vault is locked is told without a grant, as a code, and only while it is locked', async () => {
  const locked = bench({ custody: undefined })
  assert.deepEqual(await locked.desk.answer({ type: 'locked' }), {
    ...{ ok: true, locked: { step: 'unlocking', code: 'FLEET_UNREACHABLE' } },
  })
  const more = await locked.desk.answer({ type: 'locked', path: '/etc' })
  assert.equal(!more.ok && more.code, 'SUPPORT_FORMAT')
  const open = await bench().desk.answer({ type: 'locked' })
  assert.equal(!open.ok && open.code, 'SUPPORT_COMMAND_REFUSED')
})

test('while the store does not open nothing but the reason is told, and never the text of an error', () => {
  assert.deepEqual(answerWithoutStore({ type: 'locked' }, 'TPM_FOREIGN_BLOB'), {
    ...{ ok: true, locked: { step: 'store', code: 'TPM_FOREIGN_BLOB' } },
  })
  for (const code of ['', 'failed', 'Anna Meyer', 'TPM\nX', 'X'.repeat(65)])
    assert.deepEqual(lockReport('store', code), { step: 'store', code: 'FAILED' })
  for (const ask of [{ type: 'challenge' }, { type: 'run' }, undefined, 7, 'locked', { type: 'open' }]) {
    const answer = answerWithoutStore(ask, 'TPM_FOREIGN_BLOB')
    assert.equal(!answer.ok && answer.code, 'SUPPORT_LOCKED')
  }
})
