import type { Hono } from 'hono'
import { certsOnly } from '../authority.ts'
import type { Context } from '../context.ts'
import { basicCredentials, enrolDevice } from '../devices.ts'
import { type Env, newApp, textOf } from './common.ts'

const bodyBytesMax = 16 * 1024

/** Enrolment over Secure Transport (RFC 7030), the two operations that a device needs. */
export function enrolPort(context: Context, log: (line: string) => void): Hono<Env> {
  const app = newApp(bodyBytesMax, log)
  const pkcs7 = {
    'content-type': 'application/pkcs7-mime; smime-type=certs-only',
    'content-transfer-encoding': 'base64',
  }
  app.get('/.well-known/est/cacerts', (call) => call.body(certsOnly([context.authority.rootPem]), 200, pkcs7))
  app.post('/.well-known/est/simpleenroll', async (call) => {
    const credentials = basicCredentials(call.req.header('authorization'))
    if (credentials === undefined) {
      call.header('www-authenticate', 'Basic realm="enrol"')
      return call.json({ code: 'FLEET_REFUSED', message: 'Wanted the device and its one-time code' }, 401)
    }
    const request = Buffer.from(await textOf(call), 'base64')
    return call.body(await enrolDevice(context, credentials.id, credentials.code, request), 200, pkcs7)
  })
  return app
}
