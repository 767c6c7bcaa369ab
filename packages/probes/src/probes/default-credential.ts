import { ask } from '../attack/http.ts'
import { notRun, type Probe, verdict } from '../probe.ts'

/** Pairs that ship with products, from what botnets try first (Mirai's list) and what medical devices were found with. */
const pairs: readonly (readonly [string, string])[] = [
  ['admin', 'admin'],
  ['admin', ''],
  ['admin', 'password'],
  ['admin', '1234'],
  ['root', 'root'],
  ['root', ''],
  ['root', 'xc3511'],
  ['root', 'vizxv'],
  ['service', 'service'],
  ['technician', 'technician'],
  ['biomed', 'biomed'],
  ['user', 'user'],
  ['guest', 'guest'],
  ['support', 'support'],
  ['default', 'default'],
]
const enrolPath = '/.well-known/est/simpleenroll'
const pkcs10 = { 'content-type': 'application/pkcs10' }
const tokens = ['admin', 'test', 'token', 'default', '0', '00000000', '12345678', 'undefined', 'null']

/** Tries default and guessable credentials. Made-up names only: trying a real device's would burn its one-time code. */
export const defaultCredential: Probe = {
  id: 'default-credential',
  version: '1',
  title: 'Default or guessable credential',
  goal: 'Enrol or sign in with a credential that anybody can guess',
  kind: 'authentication',
  cwe: [798, 1392],
  run: async ({ fleet: { enrolUrl, consoleUrl }, deviceFile }) => {
    const did = `tried ${pairs.length + 2} default pairs at enrolment and console, and ${tokens.length} guessable sign-in links`
    if (enrolUrl === undefined || consoleUrl === undefined)
      return notRun(did, 'URLs of enrolment and console are needed')
    const reached = [
      await ask({ to: enrolUrl, path: '/.well-known/est/cacerts' }),
      await ask({ to: consoleUrl, path: '/api/me' }),
    ]
    if (reached.includes(undefined)) return notRun(did, 'enrolment or console does not answer')
    const { id, manufacturer } = deviceFile.device
    const all = [...pairs, [id, id] as const, [id, manufacturer] as const]
    const unnamed = await ask({ to: enrolUrl, path: enrolPath, method: 'POST', headers: pkcs10, body: '' })
    const breaches: string[] = []
    for (const [user, password] of all) {
      const headers = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
      const est = { ...headers, ...pkcs10 }
      const enrolled = await ask({ to: enrolUrl, path: enrolPath, method: 'POST', headers: est, body: '' })
      // Blamed for its empty body, which it was not without credentials: then the pair itself was right.
      const blamed = enrolled?.status === 400 && unnamed?.status !== 400
      if (blamed || (enrolled !== undefined && enrolled.status < 300)) breaches.push(`enrolment as "${user}"`)
      const read = await ask({ to: consoleUrl, path: '/api/devices', headers })
      if (read !== undefined && read.status < 300) breaches.push(`console as "${user}"`)
    }
    for (const token of tokens) {
      const answer = await ask({ to: consoleUrl, path: `/sign-in/${token}` })
      if (answer?.headers['set-cookie'] !== undefined) breaches.push(`sign-in link "${token}"`)
    }
    return verdict(did, breaches, all.length * 2 + tokens.length)
  },
}
