import type { Component } from '@pericard/model'
import { enforcedControls, ownComponents } from '../../elements.ts'
import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const privilegedDeputy: Rule = {
  id: 'privileged-deputy',
  title: 'A program with all rights works for whoever asks',
  goesWrong: 'Whoever has any foothold on the computer lets it do what only the administrator may.',
  cwe: [269],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation:
    'Let it check who asks, or what is asked, before it uses its rights; better, take the rights away.',
  verify: 'A tester asks it for something as a user without rights.',
  falseAlarm: 'Whoever can ask has the same rights already.',
  basis: 'NIST SP 800-53 r5 AC-6; IEC 62443-4-2:2019 CR 2.1',
  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((component) => {
      const { id, privileges } = component
      const element = `components.${id}`
      if (privileges === undefined) return verdictOn(element, '"privileges" is not stated')
      if (privileges === 'none' || privileges === 'user')
        return verdictOn(element, `it runs with rights of ${privileges}`)
      const open = askers(context, component)
      if (open.length === 0)
        return verdictOn(element, 'it checks who asks, or what is asked, on every way to it')
      const found = `${id} runs with rights of ${privileges} and checks neither who asks nor what, on ${open.join(', ')}`
      return verdictOn(element, {
        found,
        advice: 'name what checks it in "authentication" or "validation", or run it as a user',
        at: 'privileges',
      })
    })
  },
}

/** Ways by which something with fewer rights asks it and is not checked. */
function askers(context: RuleContext, { id, privileges }: Component): string[] {
  return context.file.interfaces
    .filter(
      ({ from, to, active }) =>
        active && to === id && context.components.get(from)?.privileges !== privileges,
    )
    .filter(
      ({ authentication, validation }) =>
        enforcedControls(context, [...authentication, ...validation]).length === 0,
    )
    .map((each) => each.id)
}
