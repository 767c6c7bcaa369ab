import type { RegisterDocument } from '../registers/document.ts'
import type { Sheet } from '../registers/sheet.ts'
import { shownDepth, standingOf } from '../registers/sheets.ts'
import { plural } from '../table.ts'
import { element, type Markup } from '../text/markup.ts'
import type { View } from '../views/view.ts'
import { article, factList, htmlPage, tableMarkup } from './shell.ts'

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
  return htmlPage(
    title,
    opening(document, title),
    contents(sheets, views),
    summary(document),
    ...sheets.map(section),
    ...views.map(viewSection),
  )
}

function opening({ device, level, met, assumed }: RegisterDocument, title: string): Markup {
  const facts = [
    ['Manufacturer', device.manufacturer],
    ['UDI-DI', device.udiDi],
    ['In the field', plural(device.fleetSize, 'device')],
    ['Controls believed', level],
    ['Taken as failed', assumed.length === 0 ? 'nothing' : assumed.join(', ')],
  ] as const
  return element(
    'header',
    {},
    element('h1', {}, title),
    element('p', { class: `standing ${met ? 'met' : 'bad'}` }, met ? 'Policy met' : 'Policy not met'),
    factList(facts),
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
