import type { DeviceFile, Goal } from '@pericard/model'
import type { Finding } from './types.ts'

export type Category =
  | 'spoofing'
  | 'tampering'
  | 'repudiation'
  | 'information-disclosure'
  | 'denial-of-service'
  | 'elevation-of-privilege'
  | 'safety'

/** One place where a rule fires. */
export interface Hit {
  /** `<section>.<id>` of the element, a path of `DeviceFile.positions`. */
  readonly element: string
  /** What was found, and what was wanted. */
  readonly because: string
  readonly advice: string
}

/** A rule card: what a graph cannot see. One file each, with a firing and a silent test. */
export interface Rule {
  readonly id: string
  readonly title: string
  /** What goes wrong for the patient or the maker. */
  readonly goesWrong: string
  readonly cwe: readonly number[]
  readonly category: Category
  readonly goal: Goal
  readonly severity: Finding['severity']
  readonly mitigation: string
  /** A probe id, or how a person verifies it. */
  readonly verify: string
  readonly falseAlarm: string
  check(file: DeviceFile, now: number): Hit[]
}
