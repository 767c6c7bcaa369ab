import type { Component, Control, DataItem, DeviceFile, Goal, Key, Role, SoupItem } from '@pericard/model'
import type { Finding } from './types.ts'

export type Category =
  | 'spoofing'
  | 'tampering'
  | 'repudiation'
  | 'information-disclosure'
  | 'denial-of-service'
  | 'elevation-of-privilege'
  | 'safety'

/** What a rule says of one element that it could apply to: that it fires, or why it stays silent. */
export interface Verdict {
  /** `<section>.<id>` of the element, a path of `DeviceFile.positions`. */
  readonly element: string
  /** What was found, and what was wanted; of a silent verdict, what makes the rule silent. */
  readonly because: string
  /** What to change in the file; a verdict without it is silent. */
  readonly advice?: string
  /** Path of the field that is wrong, where it is narrower than the element. */
  readonly at?: string
}

/** A verdict with a finding. One element gets at most one from a rule, so that its id is unique. */
export function fires(element: string, because: string, advice: string, at?: string): Verdict {
  return at === undefined ? { element, because, advice } : { element, because, advice, at }
}

/** A verdict without a finding; the reason is what `pericard check --explain` shows. */
export function silent(element: string, because: string): Verdict {
  return { element, because }
}

/** What a rule is given: the file, look-ups by id, and the day in milliseconds since the epoch. */
export interface RuleContext {
  readonly file: DeviceFile
  readonly now: number
  readonly components: ReadonlyMap<string, Component>
  readonly data: ReadonlyMap<string, DataItem>
  readonly keys: ReadonlyMap<string, Key>
  readonly roles: ReadonlyMap<string, Role>
  readonly controls: ReadonlyMap<string, Control>
  readonly soup: ReadonlyMap<string, SoupItem>
}

export function ruleContext(file: DeviceFile, now: number): RuleContext {
  const byId = <T extends { readonly id: string }>(elements: readonly T[]): Map<string, T> =>
    new Map(elements.map((element) => [element.id, element]))
  return {
    file,
    now,
    components: byId(file.components),
    data: byId(file.data),
    keys: byId(file.keys),
    roles: byId(file.roles),
    controls: byId(file.controls),
    soup: byId(file.soup.items),
  }
}

/** A rule card: what a graph cannot see. One file each, with a firing and a silent test. */
export interface Rule {
  readonly id: string
  readonly title: string
  /** What goes wrong for the patient or the maker. */
  readonly goesWrong: string
  /** Weaknesses that it looks for, each by a condition of its own or of its kind; never by kinship alone. */
  readonly cwe: readonly number[]
  readonly category: Category
  readonly goal: Goal
  readonly severity: Finding['severity']
  readonly mitigation: string
  /** A probe id, or how a person verifies it. */
  readonly verify: string
  readonly falseAlarm: string
  /** Clause or statement that asks for it, with the document's edition. */
  readonly basis?: string
  /** One verdict for each element that it could apply to, in the order of the file. */
  judge(context: RuleContext): Verdict[]
}
