/**
 * Text as XML and HTML. Names and purposes come from a file that somebody else may have written: every string becomes
 * inert here, and only what `element` made is taken as markup.
 */
export interface Markup {
  readonly markup: string
}

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Builds one element; strings among the children are escaped, markup is taken as it is. */
export function element(
  name: string,
  attributes: Attributes = {},
  ...children: readonly (string | Markup)[]
): Markup {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${escapeText(typeof value === 'number' ? shortNumber(value) : value)}"`],
  )
  const inner = children
    .map((child) => (typeof child === 'string' ? escapeText(child) : child.markup))
    .join('')
  return { markup: `<${name}${given.join('')}>${inner}</${name}>` }
}

export function join(parts: readonly Markup[]): Markup {
  return { markup: parts.map(({ markup }) => markup).join('\n') }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Escapes for element content and quoted attributes alike. What XML cannot carry, and the marks that turn the reading
 * direction round so that a name looks like another, become U+FFFD.
 */
export function escapeText(text: string): string {
  return plain(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** The text with one space for each run of white space and U+FFFD for each control. */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd')
}

/** At most two digits after the point, so that equal pictures have equal bytes. */
export function shortNumber(value: number): string {
  return String(Math.round(value * 100) / 100)
}
