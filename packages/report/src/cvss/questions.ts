/**
 * Questions of the rubric for applying CVSS to medical devices (MITRE for FDA, version 1.0, qualified as a medical
 * device development tool in October 2020), by their codes and in our words. It was written for CVSS 3.0, whose base
 * metrics are those of 3.1.
 */
export const questions = {
  XAVN: 'Is a network or another communication protocol used for the attack?',
  XAVT: 'Does it run over IP, TCP, UDP or the like (OSI layer 3 or 4)?',
  XAVW: 'Does it go through the air?',
  XAVR: 'Must the attacker be within about three metres?',
  XAVP: 'Must the attacker touch the device?',
  XAVPA: "Is what they touch the users' own surface?",
  XACL: 'Can it be tried at will, without special conditions and without other attacks before it?',
  XPRL: 'Does what is attacked tell users or roles apart?',
  XPRZ: 'Must the attacker be authorised first?',
  XPRS: 'Does that take the rights of a maintainer or administrator?',
  XUI: 'Must somebody else do something for it to work?',
  XS: 'Does it reach a component under another authority than the one attacked?',
  XCP: 'Can patient data be read?',
  XCPM: 'Of 500 patients or more?',
  XCD: 'Can diagnosis or monitoring be read?',
  XCT: 'Can therapy delivery be read?',
  XCW: 'Can clinical workflow be read?',
  XCS: 'Can secrets of the system or its users be read?',
  XCO: 'Can anything else that matters be read?',
  XIP: 'Can patient data be changed?',
  XID: 'Can diagnosis or monitoring be changed?',
  XIT: 'Can therapy delivery be changed?',
  XIW: 'Can clinical workflow be changed?',
  XIS: 'Can secrets of the system or its users be changed?',
  XIO: 'Can anything else that matters be changed?',
  XAP: 'Can patient data be made unavailable?',
  XAD: 'Can diagnosis or monitoring be made unavailable?',
  XAT: 'Can therapy delivery be made unavailable?',
  XAW: 'Can clinical workflow be made unavailable?',
  XAS: 'Can secrets of the system or its users be made unavailable?',
  XAO: 'Can anything else that matters be made unavailable?',
} as const

export type QuestionId = keyof typeof questions

/** `low` and `high` answer how much is at stake. `unknown` is scored as the worst. */
export type AnswerValue = 'yes' | 'no' | 'unknown' | 'low' | 'high'

export interface Answer {
  readonly question: QuestionId
  readonly answer: AnswerValue
  /** What in the device file says so. */
  readonly because: string
  /** Path in the device file that it rests on, where there is one. */
  readonly at?: string
}

export function answer(question: QuestionId, value: AnswerValue, because: string, at?: string): Answer {
  return at === undefined ? { question, answer: value, because } : { question, answer: value, because, at }
}

/** The answer to one question, `unknown` where it was not asked. */
export function valueOf(answers: readonly Answer[], question: QuestionId): AnswerValue {
  return answers.find((one) => one.question === question)?.answer ?? 'unknown'
}

export function wasAsked(answers: readonly Answer[], question: QuestionId): boolean {
  return answers.some((one) => one.question === question)
}
