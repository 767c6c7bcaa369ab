/** Everything that is open in the field, worst first, and what was decided about it. */
import type { SoupTriage, SoupTriageRow } from '@pericard/protocol'
import { byHarm, type ComponentClass, componentClasses } from '@pericard/soup'
import type { Context } from '../context.ts'
import { classFile } from './class-files.ts'
import { decisionsIn, headOf } from './decisions.ts'
import { judgeResults, releaseName } from './judging.ts'
import { releases, withWatch } from './keeping.ts'

/** Rows in one answer; the counts are of all. */
const rowsMax = 500
/** Decisions end at a day, so an answer is good for this long, in milliseconds. */
const keptFor = 60_000
const kept = new WeakMap<Context['store'], { readonly basis: string; readonly answer: SoupTriage }>()

/** What is to be looked at, over all releases in the field. */
export function triage(context: Context): Promise<SoupTriage> {
  const now = context.clock.now()
  return withWatch(context, async (transaction, watch) => {
    const { head } = await headOf(transaction)
    const devices = (await releases(transaction)).map((release) => `${release.id} ${release.devices}`)
    const basis = `${watch.revision} ${head} ${Math.floor(now / keptFor)} ${devices.join(' ')}`
    const known = kept.get(context.store)
    if (known?.basis === basis) return known.answer
    const decisions = await decisionsIn(transaction)
    const open: Ranked[] = []
    const settled: SoupTriage['settled'][number][] = []
    const classes = Object.fromEntries(componentClasses.map((name) => [name, 0])) as Record<
      ComponentClass,
      number
    >
    const counts = { open: 0, settled: 0, carried: 0, reopened: 0 }
    for (const release of await releases(transaction)) {
      const of =
        release.file === undefined ? undefined : await classFile(watch, transaction, release.file, now)
      const results = [...watch.ofRelease(release.id)]
      for (const result of results) classes[result.class]++
      const { findings, decided } = judgeResults(results, of, {
        decisions,
        release: releaseName(release),
        now,
      })
      const { id, model, name, version, devices: count } = release
      const shown = { id, model, name, version, devices: count }
      for (const finding of findings) open.push({ release: shown, finding })
      counts.carried += decided.counts.carried
      counts.reopened += decided.counts.reopened
      for (const { component, settled: done } of decided.scan.results)
        for (const { match, claim } of done)
          settled.push({
            ...{ release: shown, component: component.name, version: component.version ?? '' },
            ...{
              vulnerability: match.vulnerability,
              state: claim.claim,
              because: claim.because ?? claim.source,
            },
          })
    }
    counts.open = open.length
    counts.settled = settled.length
    const answer: SoupTriage = {
      ...{ counts, classes },
      open: open.sort((a, b) => byHarm(a.finding, b.finding)).slice(0, rowsMax),
      settled: settled.slice(0, rowsMax),
    }
    kept.set(context.store, { basis, answer })
    return answer
  })
}

type Ranked = SoupTriageRow & { readonly finding: Parameters<typeof byHarm>[0] }
