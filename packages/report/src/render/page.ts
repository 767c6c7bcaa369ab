import { createHash } from 'node:crypto'
import type { RegisterDocument } from '../registers/document.ts'
import type { Entry, Sheet, Standing } from '../registers/sheet.ts'
import { shownDepth, standingOf } from '../registers/sheets.ts'
import { plural, type Table } from '../table.ts'
import { element, join, type Markup } from '../text/markup.ts'
import type { View } from '../views/view.ts'
import { pageSheet } from './page-sheet.ts'

/**
 * Registers and views as one page that needs nothing else: no script, no request, and a policy that forbids both, so
 * that whatever a device file says can only ever be read.
 */
export function renderPage(
  document: RegisterDocument,
  sheets: readonly Sheet[],
  views: readonly View[],
): string {
  const { device } = document
  const title = `Security registers: ${device.name} ${device.version}`
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
  const main = element(
    'main',
    {},
    opening(document, title),
    contents(sheets, views),
    summary(document),
    ...sheets.map(section),
    ...views.map(viewSection),
  )
  return `<!doctype html>\n${element('html', { lang: 'en' }, head, element('body', {}, main)).markup}\n`
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

function opening({ device, level, met, assumed }: RegisterDocument, title: string): Markup {
  const facts: readonly (readonly [string, string])[] = [
    ['Manufacturer', device.manufacturer],
    ['UDI-DI', device.udiDi],
    ['In the field', plural(device.fleetSize, 'device')],
    ['Controls believed', level],
    ['Taken as failed', assumed.length === 0 ? 'nothing' : assumed.join(', ')],
  ]
  return element(
    'header',
    {},
    element('h1', {}, title),
    element('p', { class: `standing ${met ? 'met' : 'bad'}` }, met ? 'Policy met' : 'Policy not met'),
    element(
      'dl',
      { class: 'facts' },
      ...facts.map(([label, value]) =>
        element('div', {}, element('dt', {}, label), element('dd', {}, value)),
      ),
    ),
  )
}

function contents(sheets: readonly Sheet[], views: readonly View[]): Markup {
  const links = [
    ...sheets.map(({ id, title }) => [`register-${id}`, title] as const),
    ...views.map(({ id, title }) => [`view-${id}`, title] as const),
  ]
  const items = links.map(([id, title]) => element('li', {}, element('a', { href: `#${id}` }, title)))
  return element('nav', { 'aria-label': 'Contents' }, element('ul', {}, ...items))
}

function summary({ breach, functions, others }: RegisterDocument): Markup {
  const rows = [
    ...breach.map(({ data, goal, depths }) => ({ what: `${data} ${goal}`, kind: 'patient data', depths })),
    ...functions.map(({ function: id, goal, depths }) => ({
      what: `${id} ${goal}`,
      kind: 'function',
      depths,
    })),
    ...others.map(({ asset, goal, kind, depths }) => ({ what: `${asset} ${goal}`, kind, depths })),
  ]
  return tableMarkup({
    id: 'depths',
    title: 'Defence depth: how many failures it takes',
    columns: ['What', 'Kind', 'Declared', 'Enforced', 'Proven', 'Wanted', 'Standing'],
    rows: rows.map(({ what, kind, depths }) => [
      what,
      kind,
      shownDepth(depths.declared),
      shownDepth(depths.enforced),
      shownDepth(depths.proven),
      String(depths.wanted),
      standingOf(depths),
    ]),
  })
}

function section(sheet: Sheet): Markup {
  const { id, title, about, none, entries } = sheet
  const told = entries.some(({ steps }) => steps !== undefined)
  const bodies = entries.length === 0 ? [element('p', {}, none)] : told ? entries.map(article) : [flat(sheet)]
  return element(
    'section',
    { id: `register-${id}` },
    element('h2', {}, title),
    element('p', {}, about),
    ...bodies,
  )
}

/** A register without accounts of attacks is a table. */
function flat({ title, id, entries }: Sheet): Markup {
  const standings = entries.some(({ standing }) => standing !== 'note')
  return tableMarkup({
    id,
    title,
    columns: [...(standings ? ['Standing'] : []), ...(entries[0]?.fields.map(([label]) => label) ?? [])],
    rows: entries.map(({ standing, fields }) => [
      ...(standings ? [standing === 'note' ? '' : standing] : []),
      ...fields.map(([, value]) => value),
    ]),
  })
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

function article({ heading, standing, fields, steps }: Entry): Markup {
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

function viewSection({ id, title, about, pictures, tables }: View): Markup {
  return element(
    'section',
    { id: `view-${id}` },
    element('h2', {}, title),
    element('p', {}, about),
    ...pictures.map((picture) =>
      // A wide picture is read by scrolling it; that has to work with a keyboard too.
      element(
        'div',
        { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': picture.title },
        picture.inline,
      ),
    ),
    ...tables.map(tableMarkup),
  )
}

function tableMarkup({ title, columns, rows }: Table): Markup {
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
