import { aeadSuites, takesOffer } from '../attack/hello.ts'
import { ask } from '../attack/http.ts'
import { notRun, type Probe, verdict } from '../probe.ts'

/** Speaks to the device port as somebody who never enrolled. Any HTTP answer means that the handshake let them in. */
export const devicePortWithoutCertificate: Probe = {
  id: 'device-port-without-certificate',
  version: '1',
  title: 'Device port without a certificate',
  goal: 'Be heard by the device port without a client certificate',
  kind: 'authentication',
  cwe: [306],
  run: async ({ fleet: { deviceUrl } }) => {
    const did =
      'asked the device port over TLS without a client certificate: ingest key, key share, observations'
    if (deviceUrl === undefined) return notRun(did, 'no URL of the device port was given')
    const reach = { name: 'TLS 1.2', version: 0x0303, suites: aeadSuites }
    if ((await takesOffer(deviceUrl, reach)) !== 'taken')
      return notRun(did, `${deviceUrl} does not answer TLS 1.2`)
    const asks = [
      { to: deviceUrl, path: '/v1/ingest-key' },
      { to: deviceUrl, path: '/v1/key-share', method: 'POST', body: '{}' },
      { to: deviceUrl, path: '/fhir', method: 'POST', body: '{}' },
    ]
    const breaches: string[] = []
    for (const each of asks) {
      const answer = await ask(each)
      if (answer !== undefined) breaches.push(`${each.path} answered ${answer.status}`)
    }
    return verdict(did, breaches, asks.length)
  },
}
