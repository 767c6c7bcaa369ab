import type { Answer, CvssScore, PathScore } from '../cvss/index.ts'
import { questions } from '../cvss/index.ts'
import type { RegisterDocument } from './document.ts'
import type { Entry, Sheet } from './sheet.ts'

/** Vectors of every goal before and after controls, with the rubric's answers for the latter, or the former where no path is left. */
export function cvssSheet({ cvss, level }: RegisterDocument): Sheet {
  return {
    id: 'cvss',
    title: 'Exploitability and severity (CVSS)',
    none: 'The device file declares nothing that an attack could want.',
    about: `The gravest path to each goal, before controls and with those of level ${level}. Vectors follow from the answers to the medical-device rubric (MITRE, qualified by FDA in October 2020, written for CVSS 3.0); harm to the patient is said in CVSS 4.0 as MSI:S, MSA:S and S:P. Scores say how an attack is made and what it does, not how often.`,
    entries: cvss.paths.map(entryOf),
  }
}

function entryOf({ asset, kind, goal, before, after }: PathScore): Entry {
  const told = after ?? before
  return {
    heading: `${kind} ${asset} ${goal}`,
    standing: 'note',
    fields: [
      ['Asset', asset],
      ['Kind', kind],
      ['Goal', goal],
      ['Before controls, CVSS 3.1', shown(before, 'v31')],
      ['Before controls, CVSS 4.0', shown(before, 'v40')],
      ['After controls, CVSS 3.1', shown(after, 'v31')],
      ['After controls, CVSS 4.0', shown(after, 'v40')],
      ['CVSS 4.0 without safety, after controls', shown(after, 'v40Base')],
      [
        'What has to fail first',
        after === undefined ? 'no path with at most 3 failures' : after.events.join(' and ') || 'nothing',
      ],
    ],
    ...(told === undefined
      ? {}
      : {
          steps: {
            title: `Answers ${after === undefined ? 'before controls' : 'after controls'}`,
            lines: told.answers.map(answerLine),
          },
        }),
  }
}

function shown(score: CvssScore | undefined, which: 'v31' | 'v40' | 'v40Base'): string {
  if (score === undefined) return 'no path found'
  const { vector, score: value, rating } = score[which]
  return `${value.toFixed(1)} ${rating} ${vector}`
}

function answerLine({ question, answer, because, at }: Answer): string {
  return `${question} ${questions[question]} ${answer}: ${because}${at === undefined ? '' : ` (${at})`}`
}
