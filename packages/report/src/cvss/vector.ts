import { type Answer, type QuestionId, valueOf, wasAsked } from './questions.ts'
import { conditions } from './exploitability.ts'
import type { Subject } from './subject.ts'

type Level = 'N' | 'L' | 'H'

/** CVSS 3.1 base vector that the rubric's answers give. */
export function vector31(answers: readonly Answer[]): string {
  const { av, pr, ui } = common(answers)
  const ac = valueOf(answers, 'XACL') === 'yes' ? 'L' : 'H'
  const s = valueOf(answers, 'XS') === 'yes' ? 'C' : 'U'
  const { c, i, a } = impacts(answers)
  return `CVSS:3.1/AV:${av}/AC:${ac}/PR:${pr}/UI:${ui === 'yes' ? 'R' : 'N'}/S:${s}/C:${c}/I:${i}/A:${a}`
}

/**
 * CVSS 4.0 vector of the same answers, the device being the vulnerable system. What harms the patient is said where
 * the standard has it: environmental MSI:S or MSA:S and supplemental S:P, never in the base metrics.
 */
export function vector40(
  answers: readonly Answer[],
  subject: Subject,
): { readonly base: string; readonly full: string } {
  const { av, pr, ui } = common(answers)
  // A mitigation or a secret in the way is complexity; a state that the device has to be in is a requirement.
  const ac = conditions(subject).length > 0 ? 'H' : 'L'
  const at = subject.entry?.active === false ? 'P' : 'N'
  const { c, i, a } = impacts(answers)
  const base = `CVSS:4.0/AV:${av}/AC:${ac}/AT:${at}/PR:${pr}/UI:${ui === 'yes' ? 'P' : 'N'}/VC:${c}/VI:${i}/VA:${a}/SC:N/SI:N/SA:N`
  const harmed = harms(subject)
  const integrity = harmed && ['commanded', 'overdriven', 'altered'].includes(subject.goal) ? '/MSI:S' : ''
  const availability = harmed && ['denied', 'masked'].includes(subject.goal) ? '/MSA:S' : ''
  const safety = harmed ? '/S:P' : subject.functions.length > 0 ? '/S:N' : ''
  return { base, full: `${base}${integrity}${availability}${safety}` }
}

/** Whether a person can be injured (IEC 61508 marginal and above, as CVSS 4.0 draws the line). */
function harms({ file, functions }: Subject): boolean {
  return file.functions.some(({ id, harm }) => functions.includes(id) && harm !== 'negligible')
}

function common(answers: readonly Answer[]): {
  readonly av: string
  readonly pr: string
  readonly ui: string
} {
  return { av: attackVector(answers), pr: privileges(answers), ui: valueOf(answers, 'XUI') }
}

function attackVector(answers: readonly Answer[]): 'N' | 'A' | 'L' | 'P' {
  if (valueOf(answers, 'XAVN') === 'no') return valueOf(answers, 'XAVP') === 'yes' ? 'P' : 'L'
  if (valueOf(answers, 'XAVT') !== 'no') return 'N'
  return valueOf(answers, 'XAVW') === 'yes' && valueOf(answers, 'XAVR') === 'yes' ? 'L' : 'A'
}

function privileges(answers: readonly Answer[]): Level {
  if (valueOf(answers, 'XPRL') === 'no' || valueOf(answers, 'XPRZ') === 'no') return 'N'
  return valueOf(answers, 'XPRS') === 'yes' ? 'H' : 'L'
}

function impacts(answers: readonly Answer[]): { readonly c: Level; readonly i: Level; readonly a: Level } {
  const classes = ['P', 'D', 'T', 'W', 'S', 'O'] as const
  const worst = (metric: 'C' | 'I' | 'A'): Level => {
    const levels = classes.map((letter) => levelOf(answers, `X${metric}${letter}` as QuestionId))
    return levels.includes('H') ? 'H' : levels.includes('L') ? 'L' : 'N'
  }
  return { c: worst('C'), i: worst('I'), a: worst('A') }
}

function levelOf(answers: readonly Answer[], question: QuestionId): Level {
  const value = valueOf(answers, question)
  if (value === 'no') return 'N'
  if (value === 'low') return 'L'
  // Only reading patient data has a lower step of its own: fewer than the mark of patients.
  if (question === 'XCP' && wasAsked(answers, 'XCPM') && valueOf(answers, 'XCPM') === 'no') return 'L'
  return 'H'
}
