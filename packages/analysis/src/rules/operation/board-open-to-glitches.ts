import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const boardOpenToGlitches: Rule = {
  id: 'board-open-to-glitches',
  title: 'Nothing stands against glitches and probes on the board',
  goesWrong: 'A pulse on the supply skips the check of a signature.',
  cwe: [1247],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Detectors for voltage and clock, doubled checks.',
  verify: 'A laboratory tries.',
  falseAlarm: 'Nobody who holds it gains anything: one device, no shared secret.',

  judge(context: RuleContext): Verdict[] {
    return context.file.hosts.map((each) => {
      const element = `hosts.${each.id}`
      if (enforcedControls(context, each.hardenedBy).length > 0)
        return silent(element, `${each.hardenedBy.join(' and ')} stand against it`)
      if (!sharedSecretOn(context, each.id))
        return silent(element, 'no secret that other devices share is on it')
      return fires(
        element,
        `a secret that other devices share is on ${each.id} and "hardened-by" names no enforced control`,
        'name what stands against it in "hardened-by", or share no secret',
      )
    })
  },
}

function sharedSecretOn({ file }: RuleContext, host: string): boolean {
  const here = new Set(file.components.filter((component) => component.host === host).map(({ id }) => id))
  return file.keys.some(({ scope, at }) => scope !== 'device' && at.some((component) => here.has(component)))
}
