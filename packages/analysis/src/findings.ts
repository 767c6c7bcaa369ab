import type { DeviceFile } from '@pericard/model'
import { acceptanceOf } from './acceptance.ts'
import { compareText } from './ordered.ts'
import { positionOf } from './paths.ts'
import { rules } from './rules/index.ts'
import type { Finding } from './types.ts'

const weight = { high: 0, medium: 1, low: 2 } as const

/** Every rule's findings, gravest first, then by id. A finding is one element breaking one rule. */
export function findingsOf(file: DeviceFile, now: number): Finding[] {
  const findings = rules.flatMap((rule) =>
    rule.check(file, now).map(({ element, because, advice }): Finding => {
      const id = `${rule.id}@${element}`
      const position = positionOf(file, element)
      const accepted = acceptanceOf(file.accepted, id, now)
      return {
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
      }
    }),
  )
  return findings.sort((a, b) => weight[a.severity] - weight[b.severity] || compareText(a.id, b.id))
}
