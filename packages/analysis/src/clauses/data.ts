import type { Backup, Capability, Component, DataItem, Interface } from '@pericard/model'
import { actorsWho } from '../actors.ts'
import { allFail, type Context, isExternal, past } from '../context.ts'
import { sufficientShares } from '../shares.ts'

/** How data comes to be read, altered or lost. */
export function addData(context: Context): void {
  addMedia(context)
  for (const item of context.file.data) {
    addAtEndpoints(context, item)
    addInTransit(context, item)
    addLoss(context, item)
    addContents(context, item)
  }
  for (const backup of context.file.backups) addBackup(context, backup)
  for (const capability of context.file.diagnostics) addCapability(context, capability, 'diagnostics')
  for (const capability of context.file.monitoring) addCapability(context, capability, 'monitoring')
}

/** Raw bytes of a medium: who can carry it away, and what stands between its bytes and their meaning. */
function addMedia(context: Context): void {
  const { file, graph } = context
  const unsealed = graph.fact('unsealed', 'vault')
  for (const shares of sufficientShares(file.vault))
    graph.step({
      needs: shares.map((key) => graph.fact('uses', key)),
      then: unsealed,
      text: `{actor} puts the vault's key together`,
      because: file.vault.threshold === undefined ? ['vault.unlock'] : ['vault.unlock', 'vault.threshold'],
    })
  const { sealedBy } = file.vault
  if (sealedBy !== undefined) {
    const text = 'the vault leaves plaintext on the medium'
    graph.step({ needs: allFail(context, [sealedBy]), then: unsealed, text, because: ['vault.sealed-by'] })
  }
  for (const component of file.components) {
    if (component.storage !== undefined && !component.external)
      addMedium(context, component, component.storage)
  }
}

function addMedium(context: Context, { id }: Component, storage: NonNullable<Component['storage']>): void {
  const { graph } = context
  const { media, encryption } = storage
  const because = [`components.${id}.storage`]
  const taken = graph.fact('takes-medium', id)
  const actors = actorsWho(({ takes }) => takes.includes(media))
  graph.step({
    needs: [],
    then: taken,
    actors,
    text: `{actor} takes the ${media} storage of ${id} and reads it raw`,
    because: [`components.${id}.storage.media`],
  })
  // Both a vault and a disk's encryption must fall where both are declared.
  const lines = linesOf(encryption)
  const others = lines.filter((line) => line !== 'vault')
  const sealed = lines.includes('vault') ? [graph.fact('unsealed', 'vault')] : []
  const then = graph.fact('finds', id)
  const text = `{actor} reads its bytes ${lines.length === 0 ? 'in the clear' : `past ${lines.join(' and ')}`}`
  graph.step({ needs: [taken, ...sealed, ...allFail(context, others)], then, text, because })
  // Wrapped keys lie sealed even where the rest of the medium does not.
  graph.step({
    needs: [taken, graph.fact('unsealed', 'vault'), ...allFail(context, others)],
    then: graph.fact('unwraps', id),
    because,
  })
}

function linesOf(encryption: Backup['encryption']): readonly string[] {
  return encryption === 'none' ? [] : encryption === 'vault' ? ['vault'] : encryption
}

function addAtEndpoints(context: Context, { id, at }: DataItem): void {
  const { graph } = context
  for (const component of at) {
    const because = [`data.${id}.at`]
    const controlled = graph.fact('controls', component)
    graph.step({
      needs: [controlled],
      then: graph.fact('reads', id),
      text: `{actor} reads ${id} in ${component}`,
      because,
    })
    graph.step({
      needs: [controlled],
      then: graph.fact('alters', id),
      text: `{actor} changes ${id} in ${component}`,
      because,
    })
    const found = graph.fact('finds', component)
    graph.step({
      needs: [found],
      then: graph.fact('reads', id),
      text: `{actor} finds ${id} among them`,
      because,
    })
  }
}

function addInTransit(context: Context, { id, at }: DataItem): void {
  const { file, graph } = context
  const [reads, alters] = [graph.fact('reads', id), graph.fact('alters', id)]
  for (const each of file.interfaces.filter(({ carries }) => carries.includes(id))) {
    const way = past(each.protection, 'in the clear')
    const because = [`interfaces.${each.id}.protection`]
    const needs = [graph.fact('reach', each.id), ...allFail(context, each.protection)]
    graph.step({ needs, then: reads, text: `{actor} reads ${id} on ${each.id} ${way}`, because })
    graph.step({ needs, then: alters, text: `{actor} changes ${id} on ${each.id} ${way}`, because })
    if (at.includes(each.to)) addAskingAndTelling(context, each, id)
  }
}

/** Whoever is taken for the sender is believed in what they bring and, where answers come back, told what they ask. */
function addAskingAndTelling(context: Context, each: Interface, data: string): void {
  const { graph } = context
  const talks = graph.fact('talks', each.id)
  const because = [`interfaces.${each.id}.carries`]
  graph.step({
    needs: [talks],
    then: graph.fact('alters', data),
    text: `{actor} sends false ${data} on ${each.id}`,
    because,
  })
  if (each.direction === 'both' && !isExternal(context, each.to))
    graph.step({
      needs: [talks],
      then: graph.fact('reads', data),
      text: `{actor} asks for ${data} on ${each.id}`,
      because,
    })
}

/** A log that names patients discloses them. */
function addContents({ graph }: Context, { id, contains }: DataItem): void {
  for (const inner of contains)
    graph.step({
      needs: [graph.fact('reads', id)],
      then: graph.fact('reads', inner),
      text: `{actor} learns ${inner} from ${id}`,
      because: [`data.${id}.contains`],
    })
}

/** A backup is read by whoever has the place where it lies and gets past its encryption. */
function addBackup(context: Context, { id, of, at, encryption }: Backup): void {
  const { graph } = context
  const lines = linesOf(encryption)
  const sealed = lines.includes('vault') ? [graph.fact('unsealed', 'vault')] : []
  const others = allFail(
    context,
    lines.filter((line) => line !== 'vault'),
  )
  for (const item of of)
    graph.step({
      needs: [graph.fact('controls', at), ...sealed, ...others],
      then: graph.fact('reads', item),
      text: `{actor} reads ${item} in ${id} at ${at} ${past(lines, 'in the clear')}`,
      because: [`backups.${id}.encryption`],
    })
}

/** Lost where every component that stores it, and every one that keeps a backup, can be wiped. */
function addLoss({ file, graph, components }: Context, { id, at }: DataItem): void {
  const own = at.filter((component) => components.get(component)?.storage !== undefined)
  if (own.length === 0) return
  const kept = file.backups.filter(({ of }) => of.includes(id)).map((backup) => backup.at)
  const stores = [...new Set([...own, ...kept])]
  const text = `{actor} wipes ${id} in ${stores.join(' and ')}`
  const needs = stores.map((component) => graph.fact('controls', component))
  graph.step({ needs, then: graph.fact('loses', id), text, because: [`data.${id}.at`] })
}

const readable: Readonly<Record<string, readonly DataItem['kind'][]>> = {
  'read-phi': ['phi'],
  'read-logs': ['log'],
  'read-telemetry': ['telemetry'],
}

/** A capability gives whoever talks on its interface what it allows, where it allows it. */
function addCapability(context: Context, capability: Capability, section: string): void {
  const { file, graph } = context
  const { id, at, allows, approvedBy } = capability
  const because = [`${section}.${id}.allows`]
  const used = [graph.fact('talks', capability.interface), ...allFail(context, approvedBy)]
  const here = file.data.filter((item) => item.at.includes(at))
  // Presence is asked for before anything is offered, so it leaves out whoever is not there.
  const only =
    capability.access === 'physical-presence' ? { actors: actorsWho(({ present }) => present) } : {}
  for (const item of here) {
    const granted = allows.some((right) => readable[right]?.includes(item.kind) ?? false)
    const text = `{actor} uses ${id} to read ${item.id}`
    if (granted) graph.step({ needs: used, then: graph.fact('reads', item.id), text, because, ...only })
    if (allows.includes('configure') && item.kind === 'configuration') {
      const text = `{actor} uses ${id} to change ${item.id}`
      graph.step({ needs: used, then: graph.fact('alters', item.id), text, because, ...only })
    }
  }
  if (allows.includes('shell'))
    graph.step({
      needs: used,
      then: graph.fact('controls', at),
      text: `{actor} has a shell in ${at} through ${id}`,
      because,
      ...only,
    })
  if (allows.includes('command')) {
    for (const each of file.functions.filter(({ component }) => component === at))
      graph.step({
        needs: used,
        then: graph.fact('directs', each.id),
        text: `{actor} commands ${each.id} through ${id}`,
        because,
        ...only,
      })
  }
}
