import type { DeviceFile } from '@pericard/model'
import { acceptanceOf } from './acceptance.ts'
import { compareText, orderedFile } from './ordered.ts'
import { positionOf } from './paths.ts'
import { ruleContext } from './rule.ts'
import { rules } from './rules/index.ts'
import type { Finding, Silence } from './types.ts'

const weight = { high: 0, medium: 1, low: 2 } as const

/**
 * Every rule's findings, gravest first, then by id, in words that do not depend on how the file is arranged. A finding
 * is one element breaking one rule.
 */
export function findingsOf(file: DeviceFile, now: number): Finding[] {
  const context = ruleContext(orderedFile(file), now)
  const findings = rules.flatMap((rule) =>
    rule.judge(context).flatMap(({ element, because, advice, at }): Finding[] => {
      if (advice === undefined) return []
      const id = `${rule.id}@${element}`
      const position = positionOf(file, at ?? element)
      const accepted = acceptanceOf(file.accepted, id, now)
      return [
        {
          id,
          rule: rule.id,
          element,
          title: rule.title,
          because,
          advice,
          severity: rule.severity,
          cwe: rule.cwe,
          ...(position === undefined ? {} : { position }),
          ...(accepted === undefined ? {} : { acceptedBy: accepted.id }),
        },
      ]
    }),
  )
  return findings.sort((a, b) => weight[a.severity] - weight[b.severity] || compareText(a.id, b.id))
}

/** Each rule that could apply to an element and stays silent there, with its reason, by element and rule. */
export function silencesOf(file: DeviceFile, now: number): Silence[] {
  const context = ruleContext(orderedFile(file), now)
  const silences = rules.flatMap((rule) =>
    rule
      .judge(context)
      .filter(({ advice }) => advice === undefined)
      .map(({ element, because }): Silence => ({ rule: rule.id, element, because })),
  )
  return silences.sort((a, b) => compareText(a.element, b.element) || compareText(a.rule, b.rule))
}
