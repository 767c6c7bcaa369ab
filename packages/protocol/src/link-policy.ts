/** TLS settings that every link of Pericard uses, on both ends. Fits `node:tls` and `node:https` options. */
export interface LinkPolicy {
  readonly minVersion: 'TLSv1.2'
  readonly ciphers: string
  readonly honorCipherOrder: true
}

/** AEAD suites with forward secrecy only: CBC, CCM, ARIA and static RSA are never offered (RFC 9325, 4.2). */
const suites = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
]

/**
 * TLS 1.2 or better, never negotiated down. The one place where it is said: a second list elsewhere would be the weaker of
 * the two one day.
 */
export function linkPolicy(): LinkPolicy {
  return { minVersion: 'TLSv1.2', ciphers: suites.join(':'), honorCipherOrder: true }
}
