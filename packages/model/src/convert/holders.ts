/** Where data is: at the components that the source names, and at both ends of what carries it. */
import type { DraftInterface } from './draft.ts'

export class Holders {
  readonly #at = new Map<string, Set<string>>()

  add(data: string, component: string): void {
    const known = this.#at.get(data)
    if (known === undefined) this.#at.set(data, new Set([component]))
    else known.add(component)
  }

  addCarried(interfaces: readonly DraftInterface[]): void {
    for (const { carries, from, to } of interfaces)
      for (const data of carries) {
        this.add(data, from)
        this.add(data, to)
      }
  }

  /** Component ids, in the order in which they were added. */
  of(data: string): readonly string[] {
    return [...(this.#at.get(data) ?? [])]
  }
}
