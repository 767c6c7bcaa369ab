import { ask } from '../attack/http.ts'
import { aeadSuites, takesOffer } from '../attack/hello.ts'
import { liveSockets } from '../attack/local-api.ts'
import { faultOfAnswer, malformedCorpus } from '../attack/malformed.ts'
import { sendRaw } from '../attack/raw.ts'
import { notRun, type Probe, type ProbeTarget, verdict } from '../probe.ts'

/** Sends malformed messages to every port and local socket, and looks whether each stays alive and gives nothing away. */
export const malformedInput: Probe = {
  id: 'malformed-input',
  version: '1',
  title: 'Malformed input',
  goal: 'Crash, hang or get past a parser with malformed TLS, HTTP, JSON, paths and injections',
  kind: 'validation',
  cwe: [20, 22, 78, 89, 400, 674, 1321],
  run: async (target) => {
    const corpus = malformedCorpus()
    const did = `sent ${corpus.length} malformed messages to every port and local socket, asking after each whether it still answers`
    const places = await livePlaces(target)
    if (places.length === 0) return notRun(did, 'no port and no local socket answers')
    const breaches: string[] = []
    for (const place of places) {
      for (const message of corpus) {
        const answer = await sendRaw(place, message.bytes, message.layer === 'http' ? 'tls' : 'tcp')
        const fault = answer === undefined ? undefined : faultOfAnswer(message, answer)
        if (fault !== undefined) breaches.push(`${place}: ${message.name} ${fault}`)
        if (await alive(place)) continue
        breaches.push(`${place}: no longer answers after ${message.name}`)
        break
      }
    }
    const missed = missing(target, places)
    if (breaches.length === 0 && missed !== undefined)
      return notRun(did, `nothing got through, but ${missed}`)
    return verdict(did, breaches, places.length * corpus.length)
  },
}

/** What the device file says is there and was not attacked; "held" would speak for it too. */
function missing({ deviceFile, fleet }: ProbeTarget, places: readonly string[]): string | undefined {
  const has = (part: string): boolean => deviceFile.components.some(({ guard }) => guard === part)
  if (has('local-api') && places.every((place) => place.startsWith('https:')))
    return 'no local socket answered'
  const urls = [fleet.deviceUrl, fleet.enrolUrl, fleet.consoleUrl]
  const reached = urls.every((url) => url !== undefined && places.includes(url))
  return has('courier') && !reached ? 'not every port of the fleet server was given and answered' : undefined
}

async function livePlaces(target: ProbeTarget): Promise<string[]> {
  const { deviceUrl, enrolUrl, consoleUrl } = target.fleet
  const named = [deviceUrl, enrolUrl, consoleUrl].filter((url) => url !== undefined)
  const live: string[] = []
  for (const place of [...named, ...(await liveSockets(target)).values()])
    if (await alive(place)) live.push(place)
  return live
}

/** A port that demands a client certificate gives no HTTP answer, so for ports a ServerHello is the sign of life. */
async function alive(place: string): Promise<boolean> {
  if (!place.startsWith('https:')) return (await ask({ to: place, path: '/status' })) !== undefined
  const modern = { name: 'TLS 1.2', version: 0x0303, suites: aeadSuites }
  return (await takesOffer(place, modern)) === 'taken'
}
