import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { Pkcs10CertificateRequestGenerator, X509Certificates } from '@peculiar/x509'
import type { FleetCalls } from './fleet-calls.ts'
import type { Identity } from './state.ts'

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
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const name = [{ CN: [device] }]
  const request = await Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm: algorithm })
  const { status, body } = await fleet.call('POST', '/.well-known/est/simpleenroll', {
    enrol: true,
    headers: {
      authorization: `Basic ${Buffer.from(`${device}:${oneTimeCode.trim()}`).toString('base64')}`,
      'content-type': 'application/pkcs10',
      'content-transfer-encoding': 'base64',
    },
    body: Buffer.from(request.rawData).toString('base64'),
  })
  if (status !== 200) throw new EnrolmentRefused(`the fleet answered ${status} to the enrolment of ${device}`)
  const certificate = leafOf(body)
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`
  return { certificate, privateKey }
}

function leafOf(body: Buffer): string {
  const chain = new X509Certificates()
  chain.import(Buffer.from(body.toString('latin1').replaceAll(/\s/g, ''), 'base64'))
  const leaf = [...chain].find((certificate) => certificate.subject !== certificate.issuer)
  if (leaf === undefined)
    throw new EnrolmentRefused('the answer to the enrolment holds no device certificate')
  return leaf.toString('pem')
}
