import { aeadSuites, type Offer, takesOffer, weakSuites } from '../attack/hello.ts'
import { notRun, type Probe, verdict } from '../probe.ts'

const weak: readonly Offer[] = [
  { name: 'SSL 3.0', version: 0x0300, suites: weakSuites },
  { name: 'TLS 1.0', version: 0x0301, suites: weakSuites },
  { name: 'TLS 1.1', version: 0x0302, suites: weakSuites },
  { name: 'TLS 1.2 with weak suites', version: 0x0303, suites: weakSuites },
]
const sound: Offer = { name: 'TLS 1.2 with AEAD suites', version: 0x0303, suites: aeadSuites }

/** Offers old versions and weak suites to every port of the fleet server. */
export const tlsDowngrade: Probe = {
  id: 'tls-downgrade',
  version: '1',
  title: 'TLS downgrade',
  goal: 'Get a handshake below TLS 1.2, or with a suite that is not forward-secret AEAD',
  kind: 'encryption',
  cwe: [326, 757],
  run: async ({ fleet }) => {
    const did = `sent hand-made ClientHellos: ${weak.map(({ name }) => name).join(', ')}`
    const urls = [fleet.deviceUrl, fleet.enrolUrl, fleet.consoleUrl].filter((url) => url !== undefined)
    if (urls.length === 0) return notRun(did, 'no URL of the fleet server was given')
    const breaches: string[] = []
    for (const url of urls) {
      // Without this a port that is down, or speaks something else, would pass for one that refuses.
      if ((await takesOffer(url, sound)) !== 'taken') return notRun(did, `${url} does not take ${sound.name}`)
      for (const offer of weak) {
        if ((await takesOffer(url, offer)) === 'taken') breaches.push(`${url} took ${offer.name}`)
      }
    }
    return verdict(did, breaches, urls.length * weak.length)
  },
}
