import type { Depth, PathStep } from '@pericard/analysis'
import { listed, plural } from '../table.ts'
import { cvssSheet } from './cvss-sheet.ts'
import { actorName, type Depths, type RegisterDocument } from './document.ts'
import type { Entry, RegisterId, Sheet, Standing } from './sheet.ts'

/** The registers that are asked for, in the order of `registerIds`. */
export function sheetsOf(document: RegisterDocument, wanted: readonly RegisterId[]): Sheet[] {
  return [
    breachSheet(document),
    functionSheet(document),
    intersectionSheet(document),
    residualSheet(document),
    findingSheet(document),
    cvssSheet(document),
  ].filter(({ id }) => wanted.includes(id))
}

function breachSheet({ breach, level }: RegisterDocument): Sheet {
  return {
    id: 'breach',
    title: 'Data-breach register',
    none: 'The device file declares no patient data.',
    about: `What patient data can be disclosed, altered or lost, by whom and after how many failures. Paths are told at level ${level}. The four factors are those of 45 CFR 164.402(2); 500 individuals is the mark of 45 CFR 164.408.`,
    entries: breach.map((entry): Entry => {
      const { depths, factors } = entry
      return {
        heading: `${entry.data} ${entry.goal}`,
        standing: standingOf(depths),
        fields: [
          ['Data', entry.data],
          ['Goal', entry.goal],
          ...depthFields(depths),
          ['Who', listed(entry.actors.map(actorName), 'nobody found with up to 3 failures')],
          ['Elements held', listed(entry.elements, 'not stated')],
          ['Why held', entry.why],
          ['Encrypted', entry.encrypted],
          ['Records on the device', count(entry.recordsOnDevice)],
          ['Records in the fleet', count(entry.recordsInFleet)],
          ['500 individuals or more', mark(entry.recordsInFleet, entry.fiveHundred)],
          ['Factor 1: nature and extent', factors.natureAndExtent],
          ['Factor 2: who could receive it', factors.whoReceives],
          ['Factor 3: acquired or viewed', factors.acquiredOrViewed],
          ['Factor 4: mitigation', factors.mitigation],
        ],
        steps: path(entry.shortestPath),
      }
    }),
  }
}

function functionSheet({ functions, level }: RegisterDocument): Sheet {
  return {
    id: 'function',
    title: 'Function-compromise register',
    none: 'The device file declares no critical function.',
    about: `What can be done to a critical function, by whom and after how many failures, and what it does to patients. Paths are told at level ${level}.`,
    entries: functions.map((entry): Entry => {
      const { depths } = entry
      return {
        heading: `${entry.function} ${entry.goal}`,
        standing: standingOf(depths),
        fields: [
          ['Function', entry.function],
          ['Goal', entry.goal],
          ...depthFields(depths),
          ['Who', listed(entry.actors.map(actorName), 'nobody found with up to 3 failures')],
          ['Harm', entry.harm],
          ['Hazard', entry.hazard],
          ['Safe state', entry.safeState],
          ['How it fails', listed(entry.modes, 'not stated')],
          ['Patients at once', plural(entry.patientsAtOnce, 'patient')],
        ],
        steps: path(entry.shortestPath),
      }
    }),
  }
}

function intersectionSheet({ breach, functions, intersection }: RegisterDocument): Sheet {
  const open = (names: readonly (readonly [string, Depths])[]): string[] =>
    names.filter(([, { asked }]) => asked === 0).map(([name]) => name)
  const data = open(breach.map((entry) => [`${entry.data}/${entry.goal}`, entry.depths]))
  const compromised = open(functions.map((entry) => [`${entry.function}/${entry.goal}`, entry.depths]))
  // Where both are open already, they meet without any event.
  const today: readonly Entry[] =
    data.length > 0 && compromised.length > 0
      ? [
          {
            heading: 'open today',
            standing: 'note',
            fields: [
              ['Event', 'none: open today'],
              ['Data breach', listed(data, 'none')],
              ['Function compromise', listed(compromised, 'none')],
            ],
          },
        ]
      : []
  return {
    id: 'intersection',
    title: 'Intersection',
    none: 'No event stands in cut sets of both, and nothing is open in both today.',
    about: 'Events that help both a data breach and a function compromise.',
    entries: [
      ...today,
      ...intersection.map(
        (entry): Entry => ({
          heading: entry.event,
          standing: 'note',
          fields: [
            ['Event', entry.event],
            ['Data breach', listed(entry.data, 'none')],
            ['Function compromise', listed(entry.functions, 'none')],
          ],
        }),
      ),
    ],
  }
}

function residualSheet({ residual }: RegisterDocument): Sheet {
  const standings = {
    accepted: 'accepted',
    expired: 'expired',
    none: 'undecided',
    'not needed': 'note',
  } as const
  return {
    id: 'residual',
    title: 'Residual risk',
    none: 'Nothing is below policy or accepted.',
    about: 'What is below policy or accepted, with the decision, who answers for it and until when.',
    entries: residual.map(({ risk, kind, what, decision, acceptance, owner, reason, expires }) => ({
      heading: risk,
      standing: standings[decision],
      fields: [
        ['Risk', risk],
        ['Kind', kind],
        ['What', what],
        ['Decision', decision === 'none' ? 'no decision yet' : decision === 'expired' ? 'EXPIRED' : decision],
        ['Acceptance', acceptance ?? 'none'],
        ['Owner', owner ?? 'nobody'],
        ['Reason', reason ?? 'none given'],
        ['Expires', expires ?? 'no date'],
      ],
    })),
  }
}

function findingSheet({ findings, cvss }: RegisterDocument): Sheet {
  const scores = new Map(cvss.findings.map((one) => [one.finding, one]))
  const byRule = findings.toSorted(
    (a, b) =>
      findings.findIndex((one) => one.rule === a.rule) - findings.findIndex((one) => one.rule === b.rule),
  )
  return {
    id: 'findings',
    title: 'Findings by rule',
    none: 'No rule card found anything.',
    about: 'What rule cards found that a graph cannot see, with the weakness (CWE) that each looks for.',
    entries: byRule.map((one) => {
      const score = scores.get(one.id)
      return {
        heading: `${one.title}: ${one.element}`,
        standing: one.acceptedBy === undefined ? 'undecided' : 'accepted',
        fields: [
          ['Rule', one.rule],
          ['Element', one.element],
          ['Severity', one.severity],
          [
            'CWE',
            listed(
              one.cwe.map((id) => `CWE-${id}`),
              'none',
            ),
          ],
          ['Found', one.because],
          ['Advice', one.advice],
          ['Where', one.position === undefined ? 'not known' : `${one.position.file}:${one.position.line}`],
          [
            'CVSS 3.1',
            score === undefined ? 'no attack vector' : `${score.v31.score.toFixed(1)} ${score.v31.vector}`,
          ],
          [
            'CVSS 4.0',
            score === undefined ? 'no attack vector' : `${score.v40.score.toFixed(1)} ${score.v40.vector}`,
          ],
        ],
      }
    }),
  }
}

export function standingOf({ met, asked, acceptedBy }: Depths): Standing {
  if (met) return 'met'
  if (acceptedBy !== undefined) return 'accepted'
  return asked === 0 ? 'open today' : 'below policy'
}

function depthFields({ declared, enforced, proven, wanted }: Depths): (readonly [string, string])[] {
  return [
    ['Depth declared', shownDepth(declared)],
    ['Depth enforced', shownDepth(enforced)],
    ['Depth proven', shownDepth(proven)],
    ['Depth wanted', String(wanted)],
  ]
}

export function shownDepth(depth: Depth): string {
  return depth === 4 ? '>3' : String(depth)
}

function count(records: number | 'not stated'): string {
  return records === 'not stated' ? records : records.toLocaleString('en-US')
}

function mark(records: number | 'not stated', reached: boolean): string {
  return records === 'not stated'
    ? 'not known: the number of records is not stated'
    : reached
      ? 'yes, in the fleet'
      : 'no'
}

function path(steps: readonly PathStep[]): NonNullable<Entry['steps']> {
  return {
    title: 'Shortest path',
    lines: steps.map(({ text, events, positions: [position] }) => {
      const once = events.length === 0 ? '' : ` [${events.join(', ')}]`
      const place = position === undefined ? '' : ` (${position.file}:${position.line})`
      return `${text}${once}${place}`
    }),
  }
}
