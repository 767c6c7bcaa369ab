import type { Control } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { type Answer, passwordsOf, verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const shortPin: Rule = {
  id: 'short-pin',
  title: 'A PIN has few digits',
  goesWrong:
    'Four digits are seen over a shoulder and tried out in an afternoon; the pump then takes orders from a visitor.',
  cwe: [521],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'low',
  mitigation: 'Ask for six digits, or for a badge beside four.',
  verify: 'A tester sets a short PIN.',
  falseAlarm: 'It only unlocks the screen of a session that was signed in with more.',
  basis: 'IEC 62443-4-2:2019 CR 1.7',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls
      .filter(({ factor }) => factor === 'pin')
      .map((control) => verdictOn(`controls.${control.id}`, answer(context, control)))
  },
}

/** Digits of a PIN that stands alone, and of one that stands beside another proof. */
const digitsAlone = 6
const digitsBeside = 4

function answer(context: RuleContext, control: Control): Answer {
  const pins = passwordsOf(context, control).filter(({ password }) => password?.lengthMin !== undefined)
  if (pins.length === 0) return 'no key that it rests on states "length-min"'
  const uses = context.file.interfaces.filter(({ authentication }) => authentication.includes(control.id))
  const alone = uses.some(({ authentication }) => enforcedControls(context, authentication).length < 2)
  const wanted = alone ? digitsAlone : digitsBeside
  const short = pins.filter(({ password }) => (password?.lengthMin ?? wanted) < wanted)
  if (short.length === 0) return `its PIN has ${wanted} digits or more`
  const ids = short.map(({ id }) => id).join(', ')
  const advice = `set "length-min" of ${ids} to ${wanted}${alone ? ', or ask for a badge beside it' : ''}`
  return { found: `${control.id} takes fewer than ${wanted} digits (${ids})`, advice }
}
