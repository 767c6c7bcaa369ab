/** What pages have in common: one document that needs nothing else, entries, tables, facts. */
import { createHash } from 'node:crypto'
import type { Entry, Standing } from '../registers/sheet.ts'
import type { Table } from '../table.ts'
import { element, join, type Markup } from '../text/markup.ts'
import { pageSheet } from './page-sheet.ts'

/** A page without script or request, and with a policy that forbids both: whatever a file says can only ever be read. */
export function htmlPage(title: string, ...parts: readonly Markup[]): string {
  const head = element(
    'head',
    {},
    voidElement('meta', { charset: 'utf-8' }),
    voidElement('meta', { 'http-equiv': 'Content-Security-Policy', content: policy() }),
    voidElement('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    voidElement('meta', { name: 'referrer', content: 'no-referrer' }),
    element('title', {}, title),
    element('style', {}, { markup: pageSheet }),
  )
  const body = element('body', {}, element('main', {}, ...parts))
  return `<!doctype html>\n${element('html', { lang: 'en' }, head, body).markup}\n`
}

/** Nothing may load or run; the one style sheet is known by its hash. */
function policy(): string {
  const hash = createHash('sha256').update(pageSheet).digest('base64')
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
}

function voidElement(name: string, attributes: Readonly<Record<string, string>>): Markup {
  const { markup } = element(name, attributes)
  return { markup: markup.slice(0, -`</${name}>`.length) }
}

/** Labels with their values, in a line. */
export function factList(facts: readonly (readonly [label: string, value: string])[]): Markup {
  return element(
    'dl',
    { class: 'facts' },
    ...facts.map(([label, value]) => element('div', {}, element('dt', {}, label), element('dd', {}, value))),
  )
}

const tones: Readonly<Record<Standing, 'met' | 'bad' | 'warn' | ''>> = {
  met: 'met',
  'below policy': 'bad',
  'open today': 'bad',
  undecided: 'warn',
  expired: 'bad',
  accepted: 'warn',
  note: '',
}

/** One entry with all its fields, and its account where it has one. */
export function article({ heading, standing, fields, steps }: Entry): Markup {
  const tone = tones[standing]
  const told =
    steps === undefined || steps.lines.length === 0
      ? []
      : [
          element('h4', {}, steps.title),
          element('ol', {}, ...steps.lines.map((line) => element('li', {}, line))),
        ]
  return element(
    'article',
    { class: tone === '' ? 'entry' : `entry is-${tone}` },
    element(
      'header',
      {},
      element('h3', {}, heading),
      ...(standing === 'note' ? [] : [element('span', { class: `standing ${tone}` }, standing)]),
    ),
    element(
      'dl',
      {},
      ...fields.flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value)]),
    ),
    ...told,
  )
}

/** A table that is scrolled where it is too wide, by keyboard too. */
export function tableMarkup({ title, columns, rows }: Table): Markup {
  const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)))
  const body = rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))))
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title },
    element(
      'table',
      {},
      element('caption', {}, title),
      element('thead', {}, head),
      element('tbody', {}, join(body)),
    ),
  )
}
