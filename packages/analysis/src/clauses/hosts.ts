import type { DeviceFile, Host, Key } from '@pericard/model'
import { actorsWho } from '../actors.ts'
import { allFail, type Context, past } from '../context.ts'
import { sufficientShares } from '../shares.ts'

/**
 * What having the computer itself in one's hands gives: its working memory while it runs, and software changed on its
 * medium while it does not. Stolen powered off, stolen running, opened, and put back on the network are all here.
 */
export function addHosts(context: Context): void {
  for (const host of context.file.hosts) {
    addUnlocking(context, host)
    addMemory(context, host)
    addOfflineChange(context, host)
  }
}

/** Whether the vault on a host is open while an attacker has it. */
function addUnlocking(context: Context, { id, power }: Host): void {
  const { file, graph } = context
  const then = graph.fact('unlocks', id)
  if (power !== 'mains') {
    graph.step({ needs: [], then, text: `{actor} has ${id} while it runs`, because: [`hosts.${id}.power`] })
    return
  }
  // Who is where it stands finds it running; who takes it away has to start it again, on a network of their own.
  const present = actorsWho((actor) => actor.id !== 'thief')
  graph.step({
    needs: [],
    then,
    actors: present,
    text: `{actor} finds ${id} running`,
    because: [`hosts.${id}.power`],
  })
  for (const ids of sufficientShares(file.vault)) {
    const shares = ids.map((share) => file.keys.find((key) => key.id === share))
    graph.step({
      needs: shares.flatMap((share) => (share === undefined ? [] : releaseOf(context, share))),
      then,
      actors: actorsWho((actor) => actor.id === 'thief'),
      text: '{actor} starts the stolen device and puts it back on the network, where it unlocks itself',
      because: ['vault.unlock', `hosts.${id}.power`],
    })
  }
}

/** What has to be had or to fail before a started device gets a share by itself. */
function releaseOf(context: Context, key: Key): number[] {
  if (key.storedBy === 'fleet') return allFail(context, key.releasedBy)
  return key.storedBy === 'operator' ? [context.graph.fact('uses', key.id)] : []
}

function addMemory(context: Context, host: Host): void {
  const { file, graph } = context
  const { id, caseBy, memoryBy } = host
  const memory = graph.fact('memory', id)
  const lines = [...caseBy, ...memoryBy]
  const because = [`hosts.${id}.memory-by`, `hosts.${id}.case-by`]
  graph.step({
    needs: [graph.fact('at', 'physical-open'), ...allFail(context, lines)],
    then: memory,
    text: `{actor} opens ${id} and reads its memory ${past(lines, 'which nothing protects')}`,
    because,
  })
  const here = componentsOn(file, id)
  const needs = [memory, graph.fact('unlocks', id)]
  for (const item of file.data.filter(({ at }) => at.some((component) => here.has(component))))
    graph.step({
      needs,
      then: graph.fact('reads', item.id),
      text: `{actor} finds ${item.id} in the memory`,
      because: [`data.${item.id}.at`],
    })
  for (const key of file.keys.filter(({ at }) => at.some((component) => here.has(component)))) {
    if (key.storedBy === 'tpm' || key.storedBy === 'hsm') continue
    const then = graph.fact('finds', `key ${key.id}`)
    const byKey = [`keys.${key.id}.at`]
    graph.step({ needs, then, text: `{actor} finds ${key.id} in the memory`, because: byKey })
    // Whoever bought one has it unlocked in front of them; what it shares with the others is then known.
    if (key.scope !== 'device')
      graph.step({
        needs: allFail(context, lines),
        then,
        actors: actorsWho((actor) => actor.id === 'competitor'),
        text: `{actor} reads ${key.id}, the same in all, out of the memory of their own device ${past(lines, 'which nothing protects')}`,
        because: [...because, ...byKey],
      })
  }
}

/** Software changed while nothing runs that could object; what counts then is what looks at it before it starts. */
function addOfflineChange(context: Context, { id, caseBy, bootBy }: Host): void {
  const { file, graph } = context
  const lines = [...caseBy, ...bootBy]
  const needs = [graph.fact('at', 'physical-open'), graph.fact('unlocks', id), ...allFail(context, lines)]
  for (const component of componentsOn(file, id))
    graph.step({
      needs,
      then: graph.fact('controls', component),
      text: `{actor} changes the software of ${component} on the medium of ${id} ${past(lines, 'which nothing checks')}`,
      because: [`hosts.${id}.boot-by`, `hosts.${id}.case-by`],
    })
}

function componentsOn(file: DeviceFile, host: string): ReadonlySet<string> {
  return new Set(
    file.components.filter((component) => !component.external && component.host === host).map(({ id }) => id),
  )
}
