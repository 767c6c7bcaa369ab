import test from 'node:test'
import assert from 'node:assert/strict'
import { device, type DeviceParts } from '../test/device.ts'
import { analyse } from './analyse.ts'
import type { AnalyseOptions, Analysis, GoalResult } from './types.ts'

const now = Date.UTC(2026, 0, 1)

function ask(parts: DeviceParts, options: Partial<AnalyseOptions> = {}): Analysis {
  return analyse(device(parts), { now, ...options })
}

function goal(analysis: Analysis, name: string): GoalResult {
  const found = analysis.goals.find(({ asset, goal }) => `${asset}/${goal}` === name)
  assert.ok(found, `no goal ${name}`)
  return found
}

function cuts(analysis: Analysis, name: string): string[] {
  return goal(analysis, name).cutSets.map(({ events }) => events.join(' + '))
}

/** A store on the ward network behind the lines that a test names. */
function store(
  wire: NonNullable<DeviceParts['interfaces']>[number] | undefined,
  more: DeviceParts = {},
): DeviceParts {
  return {
    components: [
      { id: 'store', storage: { media: 'internal', encryption: 'vault' } },
      { id: 'ehr', external: true, protectedBy: ['ehr-login', 'ehr-network'] },
    ],
    data: [{ id: 'doses', at: ['store'] }],
    interfaces: wire === undefined ? [] : [{ from: 'ehr', to: 'store', reach: 'ward-network', ...wire }],
    controls: ['pin', 'badge', 'parser', 'tls', 'ehr-login', 'ehr-network'],
    keys: [{ id: 'device-share' }, { id: 'fleet-share' }],
    vault: { unlock: ['device-share', 'fleet-share'] },
    ...more,
  }
}

test('analyse() gives depth 0 where nothing stands in the way, and names no event', () => {
  const analysis = ask(store({ id: 'api' }))
  assert.equal(goal(analysis, 'doses/disclosed').depth, 0)
  assert.deepEqual(cuts(analysis, 'doses/disclosed'), [''])
  assert.equal(analysis.met, false)
})

test('analyse() counts every line of authentication and validation', () => {
  const one = ask(store({ id: 'api', authentication: ['pin'], validation: ['parser'] }))
  assert.deepEqual(cuts(one, 'doses/disclosed')[0], 'control:parser + control:pin')
  const two = ask(store({ id: 'api', authentication: ['pin', 'badge'], validation: ['parser'] }))
  assert.ok(cuts(two, 'doses/disclosed').includes('control:badge + control:parser + control:pin'))
})

test('analyse() counts a common cause once', () => {
  const controls = ['pin', 'parser'].map((id) => ({
    id,
    restsOn: { soup: ['openssl'], keys: [], roles: [], controls: [] },
  }))
  const shared = ask(
    store(
      { id: 'api', authentication: ['pin'], validation: ['parser'] },
      { controls: [...controls, 'ehr-login', 'ehr-network'], soup: ['openssl'] },
    ),
  )
  assert.equal(cuts(shared, 'doses/disclosed')[0], 'soup:openssl')
})

test('analyse() needs both key shares to read a stolen vault, or the vault itself to fail', () => {
  const parts = store(undefined)
  const stolen = ask(parts)
  assert.deepEqual(cuts(stolen, 'doses/disclosed'), ['key:device-share + key:fleet-share'])
  assert.equal(goal(stolen, 'doses/disclosed').cutSets[0]?.actor, 'thief')
  const sealed = ask({
    ...parts,
    controls: ['sealing'],
    vault: { unlock: ['device-share', 'fleet-share'], sealedBy: 'sealing' },
  })
  assert.deepEqual(cuts(sealed, 'doses/disclosed')[0], 'control:sealing')
  const plain = ask({
    ...parts,
    components: [{ id: 'store', storage: { media: 'internal', encryption: 'none' } }],
  })
  assert.equal(goal(plain, 'doses/disclosed').depth, 0)
})

test('analyse() asks for vault and disk encryption to fall where both are declared', () => {
  const parts = store(undefined)
  const both = ask({
    ...parts,
    controls: ['luks'],
    components: [{ id: 'store', storage: { media: 'internal', encryption: ['vault', 'luks'] } }],
  })
  assert.deepEqual(cuts(both, 'doses/disclosed'), ['control:luks + key:device-share + key:fleet-share'])
})

test('analyse() wants one line more of PHI on media that can leave, and lets a passer-by take it', () => {
  const leaves = ask({
    ...store(undefined),
    components: [{ id: 'store', storage: { media: 'removable', encryption: 'none' } }],
  })
  assert.equal(goal(leaves, 'doses/disclosed').wanted, 3)
  assert.deepEqual(leaves.breachRegister.find(({ goal }) => goal === 'disclosed')?.actors, [
    'thief',
    'passer-by',
  ])
})

test('analyse() lets a peer exploit a parser before it is authenticated, and what lies behind only after', () => {
  const parts = store(
    { id: 'api', authentication: ['pin'], validation: ['parser'], parsedBy: ['tls-lib'] },
    { soup: ['tls-lib', 'sqlite'] },
  )
  const built = {
    ...parts,
    components: [
      { id: 'store', soup: ['sqlite'], isolatedBy: ['pin', 'badge'] },
      { id: 'ehr', external: true, protectedBy: ['ehr-login', 'ehr-network'] },
    ],
  }
  const found = cuts(ask(built), 'doses/disclosed')
  assert.ok(found.includes('soup:tls-lib'))
  assert.ok(found.includes('control:pin + soup:sqlite'))
  assert.ok(!found.includes('soup:sqlite'))
})

test('analyse() treats a default key as had by everybody and a key in a TPM as used but never copied', () => {
  const wire = { id: 'api', authentication: ['pin', 'badge'], credentials: ['password'] }
  const open = ask(store(wire, { keys: [{ id: 'password', default: true }] }))
  assert.equal(goal(open, 'doses/disclosed').depth, 0)
  const own = ask(store(wire, { keys: [{ id: 'password' }] }))
  assert.deepEqual(cuts(own, 'doses/disclosed')[0], 'key:password')
  const kept = ask(store({ id: 'api' }, { keys: [{ id: 'password', at: ['store'], storedBy: 'tpm' }] }))
  assert.equal(goal(kept, 'password/disclosed').depth, 4)
  const copied = ask(store({ id: 'api' }, { keys: [{ id: 'password', at: ['store'], storedBy: 'file' }] }))
  assert.equal(goal(copied, 'password/disclosed').depth, 0)
})

test('analyse() opens a dormant interface only when everything that keeps it shut has failed', () => {
  const dormant = { id: 'jtag', reach: 'physical-open' as const, active: false }
  assert.equal(goal(ask(store(dormant)), 'doses/disclosed').depth, 0)
  const shut = ask(store({ ...dormant, closedBy: ['pin', 'badge'] }))
  assert.deepEqual(cuts(shut, 'doses/disclosed')[0], 'control:badge + control:pin')
})

test('analyse() carries an attacker across a host unless something isolates', () => {
  const parts = (isolatedBy: string[]): DeviceParts => ({
    components: [
      { id: 'web', host: 'soc' },
      { id: 'store', host: 'soc', isolatedBy },
      { id: 'phone', external: true },
    ],
    data: [{ id: 'doses', at: ['store'] }],
    interfaces: [{ id: 'wifi', from: 'phone', to: 'web', reach: 'wireless' }],
    controls: ['sandbox'],
  })
  assert.equal(goal(ask(parts([])), 'doses/disclosed').depth, 0)
  assert.deepEqual(cuts(ask(parts(['sandbox'])), 'doses/disclosed'), ['control:sandbox'])
})

test('analyse() makes a remote attacker who may command still get past confirmation at the device', () => {
  const parts = (confirm: 'none' | 'at-device'): DeviceParts => ({
    components: [{ id: 'pump' }, { id: 'ehr', external: true, protectedBy: ['ehr-login'] }],
    functions: [
      {
        id: 'deliver',
        component: 'pump',
        envelopeBy: 'gate',
        imageBy: 'image',
        floodBy: 'limit',
        commands: [{ id: 'set', parameters: {}, roles: [], confirm, states: [] }],
      },
    ],
    interfaces: [
      {
        id: 'orders',
        from: 'ehr',
        to: 'pump',
        reach: 'ward-network',
        commands: ['deliver'],
        authentication: ['mtls'],
        validation: ['a', 'b', 'c'],
      },
    ],
    controls: ['ehr-login', 'gate', 'image', 'limit', 'mtls', 'a', 'b', 'c'],
  })
  const free = ask(parts('none'))
  assert.deepEqual(cuts(free, 'deliver/commanded'), ['control:ehr-login', 'control:mtls'])
  assert.deepEqual(cuts(free, 'deliver/overdriven').slice(0, 2), [
    'control:ehr-login + control:gate',
    'control:gate + control:mtls',
  ])
  assert.equal(goal(free, 'deliver/commanded').cutSets[0]?.actor, 'ward-network')
  const confirmed = goal(ask(parts('at-device')), 'deliver/commanded')
  assert.deepEqual(
    confirmed.cutSets.map(({ actor }) => actor),
    ['insider', 'insider'],
    'who stands at the device can confirm',
  )
})

test('analyse() lets a user be overdriven by role, but counts no command that the role may give', () => {
  const analysis = ask({
    components: [
      { id: 'pump' },
      { id: 'screen', kind: 'display', external: false },
      { id: 'user', external: true, protectedBy: ['x', 'y'] },
    ],
    functions: [{ id: 'deliver', component: 'pump', envelopeBy: 'gate', imageBy: 'image' }],
    interfaces: [
      {
        id: 'touch',
        from: 'user',
        to: 'pump',
        reach: 'physical-port',
        commands: ['deliver'],
        roles: ['nurse'],
        authentication: ['x', 'y'],
        validation: ['x', 'y'],
        floodBy: ['gate'],
      },
    ],
    roles: [{ id: 'nurse', kind: 'clinician' }],
    controls: ['gate', 'image', 'x', 'y'],
  })
  assert.ok(!cuts(analysis, 'deliver/commanded').some((cut) => cut.includes('role:nurse')))
  assert.ok(cuts(analysis, 'deliver/overdriven').includes('control:gate + role:nurse'))
})

test('analyse() takes a foreign update past every verification, or with every signing key', () => {
  const analysis = ask({
    components: [{ id: 'pump' }, { id: 'maker', external: true, protectedBy: ['x', 'y', 'z'] }],
    functions: [{ id: 'deliver', component: 'pump', envelopeBy: 'x', imageBy: 'y', floodBy: 'z' }],
    interfaces: [
      {
        id: 'pull',
        from: 'pump',
        to: 'maker',
        direction: 'both',
        reach: 'internet',
        authentication: ['tls'],
        validation: ['x', 'y', 'z'],
      },
    ],
    keys: [{ id: 'root' }, { id: 'targets' }],
    updates: [
      {
        id: 'firmware',
        components: ['pump'],
        interface: 'pull',
        verifiedBy: ['signature'],
        signedWith: ['root', 'targets'],
      },
    ],
    controls: ['x', 'y', 'z', 'tls', 'signature'],
  })
  assert.deepEqual(cuts(analysis, 'firmware/altered').slice(0, 2), [
    'control:signature + control:tls',
    'control:tls + key:root + key:targets',
  ])
  assert.equal(goal(analysis, 'deliver/altered').depth, 2)
  const entry = analysis.functionRegister.find((one) => one.goal === 'altered')
  assert.equal(entry?.patientsAtOnce, 1000, 'one update reaches every device')
})

test('analyse() believes less at each level', () => {
  const parts = store(
    { id: 'api', authentication: ['pin', 'badge'], validation: ['parser'] },
    {
      controls: [
        { id: 'pin', enforcement: { by: 'procedure' } },
        'badge',
        'parser',
        'ehr-login',
        'ehr-network',
      ],
    },
  )
  const depth = (options: Partial<AnalyseOptions>): number =>
    goal(ask(parts, options), 'doses/disclosed').depth
  assert.equal(depth({}), 2, 'the key shares or the EHR')
  assert.equal(depth({ level: 'enforced', assume: ['control:parser'] }), 1)
  assert.equal(depth({ level: 'proven' }), 0)
  assert.equal(depth({ level: 'proven', proven: ['badge', 'parser', 'ehr-login', 'ehr-network'] }), 2)
  assert.equal(depth({ failed: ['badge', 'parser', 'pin'] }), 0, 'a control seen failing counts at no level')
})

test('analyse() takes an acceptance until the end of its day and not after', () => {
  const accepted = [{ id: 'AR-1', finding: 'doses/disclosed', expires: '2026-01-01' }]
  const during = analyse(device(store({ id: 'api' }, { accepted })), { now: Date.UTC(2026, 0, 1, 23) })
  assert.equal(goal(during, 'doses/disclosed').acceptedBy, 'AR-1')
  const after = analyse(device(store({ id: 'api' }, { accepted })), { now: Date.UTC(2026, 0, 2) })
  assert.equal(goal(after, 'doses/disclosed').acceptedBy, undefined)
})

test('analyse() tells a path in words, from the first step to the goal, with its actor', () => {
  const path =
    goal(ask(store({ id: 'api', authentication: ['pin'] })), 'doses/disclosed').cutSets[0]?.path ?? []
  assert.deepEqual(
    path.map(({ text }) => text),
    [
      'an attacker on the ward network reaches api',
      'pin does not hold',
      'an attacker on the ward network speaks on api past pin',
      'an attacker on the ward network takes over store through api whose input nothing checks',
      'an attacker on the ward network reads doses in store',
    ],
  )
})

test('analyse() fills both registers and says where they meet', () => {
  const analysis = ask({
    ...store({ id: 'api', authentication: ['pin'] }),
    functions: [{ id: 'deliver', component: 'store', envelopeBy: 'badge', imageBy: 'parser' }],
  })
  assert.deepEqual(
    analysis.intersection.find(({ event }) => event === 'control:pin'),
    {
      event: 'control:pin',
      data: ['doses/altered', 'doses/disclosed', 'doses/lost'],
      functions: ['deliver/altered', 'deliver/commanded', 'deliver/denied', 'deliver/overdriven'].filter(
        (name) => cuts(analysis, name).some((cut) => cut.includes('control:pin')),
      ),
    },
  )
  const entry = analysis.breachRegister.find(({ goal }) => goal === 'disclosed')
  assert.equal(entry?.recordsInFleet, 1000)
  assert.equal(entry?.fiveHundred, true)
  assert.equal(analysis.functionRegister.length, 4)
})
