/** The fleet's own certificate authority: one root, the server's certificate, and one certificate per device. */
import 'reflect-metadata'
import { createPublicKey, randomBytes, type webcrypto, X509Certificate as NodeCertificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { Clock } from '@pericard/base'
import * as x509 from '@peculiar/x509'
import { FleetError } from './error.ts'

const day = 24 * 60 * 60 * 1000
const deviceDays = 90
const serverDays = 397
const rootDays = 3650
/** Clocks of devices run behind; a certificate counts from a little before its making. */
const skew = 60 * 60 * 1000
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const clientAuth = '1.3.6.1.5.5.7.3.2'
const serverAuth = '1.3.6.1.5.5.7.3.1'

/** What is kept of an authority: PKCS#8 keys and certificates, all PEM. */
export interface AuthorityState {
  readonly rootKey: string
  readonly root: string
}

export interface ServerIdentity {
  readonly key: string
  readonly cert: string
}

/** A device, by one of its certificates. */
export interface CertificateHolder {
  readonly device: string
  /** Serial number, hexadecimal. */
  readonly serial: string
}

/** Issues and judges certificates. */
export interface Authority {
  readonly rootPem: string
  serverIdentity(hostnames: readonly string[]): Promise<ServerIdentity>
  /**
   * Certifies the key of a PKCS#10 request for one device. Subject and extensions of the request are ignored: a device
   * says which key is its own, never who it is.
   *
   * @throws {FleetError} `FLEET_REQUEST_INVALID`
   */
  certifyDevice(request: Uint8Array, device: string): Promise<x509.X509Certificate>
  /** Whom a presented certificate names, or `undefined` if it breaks the policy. */
  holderOf(der: Uint8Array): CertificateHolder | undefined
}

/** A fresh root. */
export async function newAuthority(clock: Clock): Promise<AuthorityState> {
  const keys = (await crypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=Pericard fleet root',
    ...validity(clock, rootDays),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { rootKey: await exportKey(keys.privateKey), root: root.toString('pem') }
}

/** Opens an authority from what is kept of it. */
export async function openAuthority(state: AuthorityState, clock: Clock): Promise<Authority> {
  const root = new x509.X509Certificate(state.root)
  const rootNode = new NodeCertificate(state.root)
  const signingKey = await importKey(state.rootKey)
  const issue = async (
    name: string,
    publicKey: x509.PublicKeyType,
    days: number,
    extensions: readonly x509.Extension[],
  ): Promise<x509.X509Certificate> =>
    x509.X509CertificateGenerator.create({
      serialNumber: serial(),
      subject: [{ CN: [name] }],
      issuer: root.subject,
      ...validity(clock, days),
      publicKey,
      signingKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
        ...extensions,
      ],
    })
  return {
    rootPem: state.root,
    serverIdentity: async (hostnames) => {
      const keys = (await crypto.subtle.generateKey(algorithm, true, [
        'sign',
        'verify',
      ])) as webcrypto.CryptoKeyPair
      const names = hostnames.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const)
      const certificate = await issue('Pericard fleet', keys.publicKey, serverDays, [
        new x509.ExtendedKeyUsageExtension([serverAuth]),
        new x509.SubjectAlternativeNameExtension(names),
      ])
      return { key: await exportKey(keys.privateKey), cert: certificate.toString('pem') }
    },
    certifyDevice: async (request, device) => {
      const publicKey = await requestedKey(request)
      return issue(device, publicKey, deviceDays, [new x509.ExtendedKeyUsageExtension([clientAuth])])
    },
    holderOf: (der) => holderOf(der, rootNode, clock),
  }
}

/** Certificates alone in a PKCS#7 message (RFC 7030, 4.1.3 and 4.2.3), base64. */
export function certsOnly(certificates: readonly (x509.X509Certificate | string)[]): string {
  const list = new x509.X509Certificates(
    certificates.map((one) => (typeof one === 'string' ? new x509.X509Certificate(one) : one)),
  )
  return Buffer.from(list.export('raw')).toString('base64')
}

async function requestedKey(request: Uint8Array): Promise<x509.PublicKey> {
  let reason = 'it is not a PKCS#10 request'
  try {
    const csr = new x509.Pkcs10CertificateRequest(new Uint8Array(request))
    reason = 'its signature does not match its key'
    if (await csr.verify()) {
      const key = createPublicKey({ key: Buffer.from(csr.publicKey.rawData), format: 'der', type: 'spki' })
      if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return csr.publicKey
      reason = 'wanted a key on P-256'
    }
  } catch {
    // What the parser says may quote the request; the reason so far is enough.
  }
  throw new FleetError('FLEET_REQUEST_INVALID', `Cannot certify this request: ${reason}`)
}

/** OpenSSL's chain check lets a missing usage, a missing CA:FALSE and an empty name pass, so they are checked here. */
function holderOf(der: Uint8Array, root: NodeCertificate, clock: Clock): CertificateHolder | undefined {
  try {
    const node = new NodeCertificate(der)
    const certificate = new x509.X509Certificate(new Uint8Array(der))
    const usages = certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages
    const constraints = certificate.getExtension(x509.BasicConstraintsExtension)
    const keyUsage = certificate.getExtension(x509.KeyUsagesExtension)?.usages ?? 0
    const names = certificate.subjectName.getField('CN')
    const now = clock.now()
    const sound =
      node.checkIssued(root) &&
      node.verify(root.publicKey) &&
      usages?.length === 1 &&
      usages[0] === clientAuth &&
      constraints?.ca === false &&
      keyUsage === x509.KeyUsageFlags.digitalSignature &&
      names.length === 1 &&
      certificate.notBefore.getTime() <= now &&
      now < certificate.notAfter.getTime()
    const [device] = names
    return sound && device !== undefined ? { device, serial: certificate.serialNumber } : undefined
  } catch {
    return undefined
  }
}

function validity(clock: Clock, days: number): { notBefore: Date; notAfter: Date } {
  const now = clock.now()
  return { notBefore: new Date(now - skew), notAfter: new Date(now + days * day) }
}

/** 127 random bits, positive (CA/Browser Forum baseline 7.1 wants at least 64). */
function serial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  return crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), algorithm, false, ['sign'])
}
