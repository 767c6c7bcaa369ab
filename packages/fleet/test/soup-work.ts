/** Changes the SOUP of a fleet without end, for soup-kill.test.ts: it is killed meanwhile. */
import { readFileSync } from 'node:fs'
import { decodeAdvisory } from '@pericard/soup'
import { sqliteStore } from '../src/index.ts'
import { classFileText } from '../src/soup/class-files.ts'
import { joinRelease, leaveRelease, runningSbom, takeChanges, withWatch } from '../src/soup/keeping.ts'

const [folder = '', seedText = '1'] = process.argv.slice(2)
let seed = Number(seedText)
const random = (most: number): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return (seed >>> 8) % most
}
const store = sqliteStore(folder)
const names = ['tool', 'other', 'third']
const classFile = classFileText({
  includes: {},
  deviceFile: readFileSync(new URL('../../../examples/emg-recorder/device.yaml', import.meta.url), 'utf8'),
})

function sbom(): string {
  const components = names
    .filter(() => random(2) === 0)
    .map((name) => {
      const version = `1.${random(3)}.0`
      return { type: 'library', name, version, purl: `pkg:npm/${name}@${version}` }
    })
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components })
}

process.send?.('started')
for (let at = 1; ; at++) {
  await withWatch({ store }, async (transaction, watch) => {
    const device = `pump:${random(5)}`
    const running = {
      model: 'pump',
      name: 'Pump',
      maker: 'Aurea',
      version: String(random(2)),
      sboms: [runningSbom(sbom())],
      ...(random(2) === 0 ? {} : { file: classFile }),
    }
    const kind = random(4)
    if (kind === 0) await joinRelease(transaction, watch, { device, running, at })
    else if (kind === 1) {
      const members = await transaction.list('soup-members', '')
      const [release = '', member = ''] = members[random(Math.max(1, members.length))]?.key.split('|') ?? []
      await leaveRelease(transaction, watch, { device: member, release, at })
    } else {
      const events = [
        { kind: 'introduced', version: '0' },
        { kind: 'fixed', version: `1.${random(4)}.0` },
      ]
      const affected = [
        { ecosystem: 'npm', name: names[random(3)], ranges: [{ order: 'npm', events }], versions: [] },
      ]
      const id = `CVE-2020-${1000 + random(6)}`
      const advisory = {
        id,
        source: 'OSV',
        modified: at,
        withdrawn: random(5) === 0,
        aliases: [],
        summary: '',
        affected,
      }
      await takeChanges(
        transaction,
        watch,
        [{ kind: 'put', advisory: decodeAdvisory(JSON.stringify(advisory)) }],
        at,
      )
    }
  })
  process.send?.(at)
}
