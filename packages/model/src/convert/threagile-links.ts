/** Communication links of a Threagile model. */
import type { Cursor } from './cursor.ts'
import type { DraftComponent, DraftInterface } from './draft.ts'
import { type Controls, isEncrypted, reachOf, said } from './guess.ts'
import { Ids } from './ids.ts'
import { threagileWhys as whys } from './threagile-whys.ts'

export interface Asset {
  readonly source: Cursor
  readonly component: DraftComponent
  readonly public: boolean
}

/** Ids here for the ids that a list of the source refers to. */
export function referred(at: Cursor, key: string, ids: ReadonlyMap<string, string>): string[] {
  return at.texts(key).flatMap((name, index) => {
    const id = ids.get(name)
    if (id === undefined)
      at.refuse('REFERENCE_DANGLING', 'The source has no data asset with this id', key, index)
    return id === undefined ? [] : [id]
  })
}

export function readLinks(
  assets: ReadonlyMap<string, Asset>,
  data: ReadonlyMap<string, string>,
  controls: Controls,
): readonly DraftInterface[] {
  const ids = new Ids('interface')
  return [...assets.values()].flatMap((from) =>
    from.source.named('communication_links').flatMap(({ name, at }): DraftInterface[] => {
      const to = assets.get(at.wanted('target') ?? '')
      if (to === undefined) {
        at.refuse('REFERENCE_DANGLING', 'The source has no technical asset with this id', 'target')
        return []
      }
      const carries = [
        ...referred(at, 'data_assets_sent', data),
        ...referred(at, 'data_assets_received', data),
      ]
      leaveLink(at)
      return [
        {
          id: ids.take(`${from.component.id} ${name}`),
          from: from.component.id,
          to: to.component.id,
          carries: [...new Set(carries)],
          reach: reachOf({ ...from.component, public: from.public }, { ...to.component, public: to.public }),
          about: said(name, at.text('description')),
          ...linkControls(at, controls),
        },
      ]
    }),
  )
}

function linkControls(
  at: Cursor,
  controls: Controls,
): Pick<DraftInterface, 'protocol' | 'authentication' | 'protection'> {
  const [protocol, authentication, vpn] = [at.text('protocol'), at.text('authentication'), at.flag('vpn')]
  return {
    protocol,
    authentication:
      authentication === undefined || authentication === 'none'
        ? []
        : [controls.of(`Authentication by ${authentication}`, 'authentication')],
    protection: [
      ...(protocol !== undefined && isEncrypted(protocol)
        ? [controls.of(`Encryption of ${protocol}`, 'encryption')]
        : []),
      ...(vpn === true ? [controls.of('Encryption by a VPN', 'encryption')] : []),
    ],
  }
}

function leaveLink(at: Cursor): void {
  at.leave('authorization', 'State the roles that may use it, and where that is decided')
  at.leave('ip_filtered', 'An address is no proof of who calls; state a control if you rely on the filter')
  at.leave(
    'readonly',
    'An answer travels too; `direction: one-way` is only for where nothing at all can come back',
  )
  at.leave('usage', whys.rating)
  at.leave('tags', whys.tag)
  at.leaveAll(['diagram_tweak_weight', 'diagram_tweak_constraint'], whys.drawing)
}
