import 'reflect-metadata'
import { sign, webcrypto, X509Certificate } from 'node:crypto'
import { Pkcs10CertificateRequestGenerator, X509Certificates } from '@peculiar/x509'
import { decode, identityRenewalAnswer, identityRenewalStatement } from '@pericard/protocol'
import type { FleetCalls } from './fleet-calls.ts'
import type { Identity, KeeperState } from './state.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** Why the device has no certificate yet. */
export class EnrolmentRefused extends Error {
  override readonly name = 'EnrolmentRefused'
}

/**
 * Enrols the device (EST simple enrolment, RFC 7030, 4.2.1): makes a P-256 key, proves it in a PKCS#10 request under the one-time
 * code, and returns the certificate. The private key never leaves the keeper except to the courier's memory.
 *
 * @throws {EnrolmentRefused} the code is wrong, spent or expired
 */
export async function enrol(device: string, oneTimeCode: string, fleet: FleetCalls): Promise<Identity> {
  const { request, privateKey } = await newRequest(device)
  const { status, body } = await fleet.call('POST', '/.well-known/est/simpleenroll', {
    enrol: true,
    headers: {
      authorization: `Basic ${Buffer.from(`${device}:${oneTimeCode.trim()}`).toString('base64')}`,
      'content-type': 'application/pkcs10',
      'content-transfer-encoding': 'base64',
    },
    body: request,
  })
  if (status !== 200) throw new EnrolmentRefused(`the fleet answered ${status} to the enrolment of ${device}`)
  return { certificate: leafOf(body.toString('latin1')), privateKey }
}

/**
 * Gets a certificate for another key. The request is signed by the unlock key as well: the courier, which has the key of the connection,
 * cannot make one.
 *
 * @throws {EnrolmentRefused} {FleetUnreachable}
 */
export async function renewIdentity(
  device: string,
  state: KeeperState,
  fleet: FleetCalls,
): Promise<Identity> {
  const { request, privateKey } = await newRequest(device)
  const statement = { v: 1 as const, device, request }
  const signature = sign(null, identityRenewalStatement(statement), state.unlockSigningKey)
  const { status, body } = await fleet.call('POST', '/v1/identity/renew', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...statement, signature: signature.toString('base64url') }),
  })
  const answer = decode(identityRenewalAnswer, body.toString('utf8'))
  if (status !== 200 || !answer.ok)
    throw new EnrolmentRefused(`the fleet answered ${status} to the renewal of the certificate`)
  return { certificate: leafOf(answer.value.certificate), privateKey }
}

/** Whether two thirds of a certificate's time are over. A clock that is wrong costs one certificate, nothing else. */
export function isDue({ certificate }: Identity, now: number): boolean {
  const { validFromDate, validToDate } = new X509Certificate(certificate)
  const [from, to] = [validFromDate.getTime(), validToDate.getTime()]
  return now >= from + ((to - from) * 2) / 3
}

/** A fresh key, PKCS#8 PEM, with its PKCS#10 request, base64. */
async function newRequest(device: string): Promise<{ request: string; privateKey: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const name = [{ CN: [device] }]
  const made = await Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm: algorithm })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`
  return { request: Buffer.from(made.rawData).toString('base64'), privateKey }
}

function leafOf(text: string): string {
  const chain = new X509Certificates()
  chain.import(Buffer.from(text.replaceAll(/\s/g, ''), 'base64'))
  const leaf = [...chain].find((certificate) => certificate.subject !== certificate.issuer)
  if (leaf === undefined)
    throw new EnrolmentRefused('the answer to the enrolment holds no device certificate')
  return leaf.toString('pem')
}
