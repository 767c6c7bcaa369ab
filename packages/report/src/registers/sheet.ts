/** A register in a shape that a terminal, a spreadsheet and a page can all show. */
export interface Sheet {
  readonly id: RegisterId
  readonly title: string
  readonly about: string
  /** What to say where there is no entry. */
  readonly none: string
  readonly entries: readonly Entry[]
}

export type RegisterId = 'breach' | 'function' | 'intersection' | 'residual' | 'findings' | 'cvss'

export const registerIds: readonly RegisterId[] = [
  'breach',
  'function',
  'intersection',
  'residual',
  'findings',
  'cvss',
]

/** How an entry stands, in a word that is printed: it never rests on a colour. */
export type Standing = 'met' | 'below policy' | 'open today' | 'accepted' | 'expired' | 'undecided' | 'note'

export interface Entry {
  readonly heading: string
  readonly standing: Standing
  /** Label and value; every entry of a sheet has the same labels in the same order. */
  readonly fields: readonly (readonly [label: string, value: string])[]
  /** An ordered account: an attack step by step, or one answer after the other. */
  readonly steps?: { readonly title: string; readonly lines: readonly string[] }
}
