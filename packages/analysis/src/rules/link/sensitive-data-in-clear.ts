import { enforcedControls, outsideInterfaces } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const sensitiveDataInClear: Rule = {
  id: 'sensitive-data-in-clear',
  title: 'Credentials, keys, settings or logs travel in the clear',
  goesWrong: 'What is read on the way opens the device, or tells how to.',
  cwe: [311, 319],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Protect the interface with TLS 1.2 or later.',
  verify: 'tls-downgrade',
  falseAlarm: 'The item is public: a protocol version, a catalogue.',

  judge(context: RuleContext): Verdict[] {
    return outsideInterfaces(context.file).flatMap(({ id, carries, protection, reach }): Verdict[] => {
      const element = `interfaces.${id}`
      const found = carries.filter((item) => sensitive.has(context.data.get(item)?.kind ?? ''))
      if (found.length === 0) return []
      const lines = enforcedControls(context, protection).filter(({ kind }) => hides.has(kind))
      if (lines.length > 0)
        return [silent(element, `${lines.map((line) => line.id).join(' and ')} protect it`)]
      const because = `${id} carries ${found.join(', ')} over the ${reach} and nothing enforced keeps it from being read`
      return [fires(element, because, 'name a control in "protection" and build it', `${element}.protection`)]
    })
  },
}

/** Kinds of control that can keep something from being read. */
const hides: ReadonlySet<string> = new Set(['encryption', 'authentication', 'isolation', 'physical'])

/** Kinds of data, beside PHI, that help an attacker. */
const sensitive: ReadonlySet<string> = new Set(['credential', 'key', 'configuration', 'log'])
