import type { Update } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const updateCannotArrive: Rule = {
  id: 'update-cannot-arrive',
  title: 'An update comes by an interface that does not reach what it replaces',
  goesWrong: 'Either it does not work, or a path is missing from every analysis.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Correct the interface, or declare how the image gets there.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'An updater inside hands it on, and says so as a component.',

  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map((each) => {
      const element = `updates.${each.id}`
      if (arrives(context, each)) return silent(element, 'its interface ends on the host of what it replaces')
      return fires(
        element,
        `${each.id} comes by ${each.interface}, which ends on no host of ${each.components.join(', ')}`,
        'correct "interface"',
        `${element}.interface`,
      )
    })
  },
}

function arrives({ file, components }: RuleContext, update: Update): boolean {
  const path = file.interfaces.find(({ id }) => id === update.interface)
  const ends = [path?.from, path?.to]
    .map((id) => components.get(id ?? ''))
    .filter((end) => end?.external === false)
  return update.components.some((id) => ends.some((end) => end?.host === components.get(id)?.host))
}
