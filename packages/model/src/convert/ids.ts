/** The form of ids, and words that JavaScript objects reserve (CWE-1321). */
const idForm = /^(?!(constructor|prototype)$)[a-z][a-z0-9-]{0,63}$/
/** An id made by a machine says nothing to a reader; the name says more. */
const uuidForm = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/
/** Leaves room for a number that tells namesakes apart. */
const slugCharactersMax = 56

/** Gives out ids that a device file takes, each once. */
export class Ids {
  readonly #taken: Set<string>
  readonly #next = new Map<string, number>()
  /** What an id starts with where nothing else can be made of the source. */
  readonly #noun: string

  constructor(noun: string, reserved: readonly string[] = []) {
    this.#noun = noun
    this.#taken = new Set(reserved)
  }

  /** An id from the first text that gives one: an id of the source stays as it is where that is possible. */
  take(...texts: readonly (string | undefined)[]): string {
    const slug = texts.map(slugOf).find((one) => one !== undefined) ?? this.#noun
    const wanted = idForm.test(slug) ? slug : `${this.#noun}-${slug}`.slice(0, slugCharactersMax)
    let id = wanted
    for (let number = this.#next.get(wanted) ?? 2; this.#taken.has(id); number++) {
      id = `${wanted.slice(0, slugCharactersMax)}-${number}`
      // Many namesakes would otherwise be counted through from the start each time.
      this.#next.set(wanted, number + 1)
    }
    this.#taken.add(id)
    return id
  }
}

/** Lower-case letters, digits and `-`; `undefined` where nothing is left, or for a UUID. */
export function slugOf(text: string | undefined): string | undefined {
  if (text === undefined || uuidForm.test(text.toLowerCase())) return undefined
  if (idForm.test(text)) return text
  const slug = text
    .slice(0, 1_000)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, slugCharactersMax)
    .replaceAll(/^-|-$/g, '')
  return slug === '' ? undefined : slug
}
