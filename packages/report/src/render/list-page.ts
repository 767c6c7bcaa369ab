import type { Entry } from '../registers/sheet.ts'
import { element } from '../text/markup.ts'
import { article, factList, htmlPage } from './shell.ts'

/** A list of things with what is known of each, for print. */
export interface ListPage {
  readonly title: string
  readonly facts: readonly (readonly [label: string, value: string])[]
  readonly about: string
  /** What to say where there is no entry. */
  readonly none: string
  readonly entries: readonly Entry[]
}

/** The list as one page that needs nothing else; equal input, equal bytes. */
export function renderListPage({ title, facts, about, none, entries }: ListPage): string {
  const told = entries.length === 0 ? [element('p', {}, none)] : entries.map(article)
  const head = element('header', {}, element('h1', {}, title), factList(facts))
  return htmlPage(title, head, element('section', {}, element('p', {}, about), ...told))
}
