/** A table that a terminal, a CSV file and a page can all show. Cells are plain text. */
export interface Table {
  readonly id: string
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** `a, b and 3 more`, or what to say where there is none. */
export function listed(items: readonly string[], none: string, most: number = items.length): string {
  if (items.length === 0) return none
  if (items.length <= most) return items.join(', ')
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`
}

export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
