/** The one question that rules about risks brought by controls ask (ANSI/AAMI SW96:2023). */
import type { SideEffect } from '@pericard/model'
import { enforcedControls } from './elements.ts'
import { fires, type RuleContext, silent, type Verdict } from './rule.ts'

/** Fires on each control that states `effect` where no enforced control keeps it down. */
export function judgeSideEffect(context: RuleContext, effect: SideEffect): Verdict[] {
  return context.file.controls
    .filter(({ sideEffects }) => sideEffects.includes(effect))
    .map(({ id, sideEffectsTreatedBy }) => {
      const element = `controls.${id}`
      const lines = enforcedControls(context, sideEffectsTreatedBy)
      if (lines.length > 0)
        return silent(element, `${lines.map((each) => each.id).join(' and ')} keep it down`)
      return fires(
        element,
        `${id} states the side effect ${effect} and "side-effects-treated-by" names no enforced control`,
        'name what keeps it down in "side-effects-treated-by"',
        `${element}.side-effects`,
      )
    })
}
