import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const acceptanceOfNothing: Rule = {
  id: 'acceptance-of-nothing',
  title: 'A risk is accepted that does not exist',
  goesWrong:
    'The finding was renamed or mended; the decision covers nothing, or will one day cover something else.',
  cwe: [],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Take it out, or correct the finding.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'The finding comes and goes with the advisory data.',

  judge(context: RuleContext): Verdict[] {
    const sections = new Set([
      'components',
      'data',
      'functions',
      'interfaces',
      'keys',
      'roles',
      'controls',
      'soup',
      'updates',
      'diagnostics',
      'monitoring',
      'hosts',
      'stages',
      'backups',
      'use-cases',
      'accepted',
    ])
    return context.file.accepted.map(({ id, finding }) => {
      const element = `accepted.${id}`
      const place = finding.split('@')[1]
      if (place === undefined) return silent(element, 'it accepts a depth')
      const [section = '', name = ''] = place.split('.')
      if (!sections.has(section)) return silent(element, `it accepts a finding of ${place}`)
      if (exists(context, section, name)) return silent(element, `${place} exists`)
      return fires(
        element,
        `${id} accepts ${finding}, and there is no ${place}`,
        'correct "finding", or take the decision out',
        `${element}.finding`,
      )
    })
  },
}

function exists({ file }: RuleContext, section: string, id: string): boolean {
  const elements: unknown =
    section === 'soup'
      ? file.soup.items
      : section === 'use-cases'
        ? file.useCases
        : file[section as keyof typeof file]
  return Array.isArray(elements) && elements.some((each: { readonly id?: unknown }) => each.id === id)
}
