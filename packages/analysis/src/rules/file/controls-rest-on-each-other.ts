import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const controlsRestOnEachOther: Rule = {
  id: 'controls-rest-on-each-other',
  title: 'Controls rest on each other in a circle',
  goesWrong: 'Each is sound because the other is; neither is sound by itself.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Name what the first of them really rests on.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'None known.',

  judge(context: RuleContext): Verdict[] {
    return context.file.controls.map((each) => {
      const element = `controls.${each.id}`
      if (!each.restsOn.controls.length) return silent(element, 'it rests on no other control')
      if (!reachesItself(context, each.id)) return silent(element, 'what it rests on does not rest on it')
      return fires(
        element,
        `${each.id} rests on ${each.restsOn.controls.join(', ')}, and in the end on itself`,
        'break the circle in "rests-on"',
        `${element}.rests-on`,
      )
    })
  },
}

function reachesItself({ controls }: RuleContext, start: string): boolean {
  const seen = new Set<string>()
  const open = [...(controls.get(start)?.restsOn.controls ?? [])]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === start) return true
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...(controls.get(id)?.restsOn.controls ?? []))
  }
  return false
}
