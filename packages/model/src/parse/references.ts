/** Checks what needs more than one element: ids alike, references to nothing, limits that cross. */
import { listSections } from '../schema/file.ts'
import { references, type Target } from './reference-table.ts'
import { checkEnvelope } from './envelope.ts'
import { suggest } from '../suggest.ts'
import type { DeviceIssueCode, IssueList } from './issues.ts'
import { pathOf } from './path.ts'
import { follow, isMap, type Places, positionOf, quote, type Tree } from './tree.ts'

type Keys = readonly (string | number)[]

/** Keys of which a threshold may be wanted: each set that suffices is a path of its own. */
const thresholdSharesMax = 8

/** Works on the tree, not on the checked file, so that a wrong type elsewhere does not hide a dangling reference. */
export function checkReferences(tree: Tree, places: Places, issues: IssueList): void {
  new Checker(tree, places, issues).run()
}

/** Sections whose elements are assets: a depth is named `<asset>/<goal>`, so they share one name space. */
const assetSections: ReadonlySet<string> = new Set(['data', 'functions', 'keys'])

class Checker {
  readonly #tree: Tree
  readonly #places: Places
  readonly #issues: IssueList
  /** Ids of `data`, `functions` and `keys`, with their section. */
  readonly #assets = new Map<string, string>()

  constructor(tree: Tree, places: Places, issues: IssueList) {
    this.#tree = tree
    this.#places = places
    this.#issues = issues
  }

  run(): void {
    const ids = new Map<string, ReadonlySet<string>>()
    for (const section of listSections) ids.set(section, this.#idsOf([section]))
    ids.set('soup', this.#idsOf(['soup', 'items']))
    for (const [index] of entriesOf(this.#at(['functions']))) this.#checkFunction(['functions', index])
    for (const [field, target] of references) this.#checkField(field, target, ids.get(target) ?? new Set())
    this.#checkVault()
    this.#checkAccepted()
  }

  #at(keys: Keys): Tree | undefined {
    const { value, reached } = follow(this.#tree, this.#places, keys)
    return reached === keys.length ? value : undefined
  }

  #add(code: DeviceIssueCode, message: string, keys: Keys): void {
    const { spot } = follow(this.#tree, this.#places, keys)
    if (spot !== undefined)
      this.#issues.add(code, message, positionOf(spot, 'value'), pathOf(this.#tree, keys))
  }

  #idsOf(keys: Keys): Set<string> {
    const own = new Set<string>()
    const section = keys.join('.')
    for (const [index, element] of entriesOf(this.#at(keys))) {
      const id = isMap(element) ? element['id'] : undefined
      if (typeof id !== 'string') continue
      const place = [...keys, index, 'id']
      const asset = assetSections.has(section) ? this.#assets.get(id) : undefined
      if (own.has(id))
        this.#add('ID_TWICE', `The id ${quote(id)} is taken already in ${section}; ids are unique`, place)
      else if (asset !== undefined) {
        const message = `The id ${quote(id)} is taken already in ${asset}; data, functions and keys share one name space`
        this.#add('ID_TWICE', message, place)
      }
      if (section === 'controls' && id === 'vault') {
        this.#add(
          'ID_RESERVED',
          'A control cannot be called "vault": in "encryption" that word is the vault itself',
          place,
        )
      }
      own.add(id)
      if (assetSections.has(section)) this.#assets.set(id, section)
    }
    return own
  }

  #checkField(field: string, target: Target, known: ReadonlySet<string>): void {
    for (const keys of this.#expand(field.split('.'))) {
      const value = this.#at(keys)
      const found = Array.isArray(value)
        ? value.map((item, index) => [[...keys, index], item] as const)
        : [[keys, value] as const]
      for (const [place, id] of found) {
        if (typeof id !== 'string' || known.has(id)) continue
        // In `encryption`, alone or in a list, `vault` is the vault and `none` nothing.
        if (field.endsWith('.encryption') && (id === 'vault' || place === keys)) continue
        const meant = suggest(id, known)
        const advice =
          meant === undefined ? `declare it in ${target} or take it out` : `did you mean ${quote(meant)}?`
        this.#add(
          'REFERENCE_DANGLING',
          `Found no ${quote(id)} in ${target === 'soup' ? 'soup.items' : target}; ${advice}`,
          place,
        )
      }
    }
  }

  /** The places that a pattern such as `functions.*.commands.*.roles` stands for. */
  #expand(pattern: readonly string[]): Keys[] {
    let places: Keys[] = [[]]
    for (const part of pattern) {
      if (part === '*')
        places = places.flatMap((keys) => entriesOf(this.#at(keys)).map(([index]) => [...keys, index]))
      else places = places.map((keys) => [...keys, part])
    }
    return places
  }

  #checkFunction(keys: Keys): void {
    const modes = new Set<string>()
    const parameters = new Set<string>()
    const commands = entriesOf(this.#at([...keys, 'commands']))
    this.#idsOf([...keys, 'commands'])
    const initial = this.#at([...keys, 'envelope', 'initial-state'])
    if (typeof initial === 'string') modes.add(initial)
    for (const [, command] of commands) {
      if (!isMap(command)) continue
      if (typeof command['to'] === 'string') modes.add(command['to'])
      const limits = command['parameters']
      for (const name of isMap(limits ?? null) ? Object.keys(limits ?? {}) : []) {
        parameters.add(name)
      }
    }
    for (const place of commands.flatMap(([index]) =>
      this.#entries([...keys, 'commands', index, 'states']),
    )) {
      const mode = this.#at(place)
      if (typeof mode !== 'string' || modes.has(mode)) continue
      const message = `No command leads to the state ${quote(mode)}; known: ${[...modes].join(', ')}`
      this.#add('REFERENCE_DANGLING', message, place)
    }
    checkEnvelope(
      keys,
      (at) => this.#at(at),
      (code, message, at) => this.#add(code, message, at),
    )
    const place = [...keys, 'envelope', 'cumulative', 'parameter']
    const sum = this.#at(place)
    if (typeof sum === 'string' && !parameters.has(sum)) {
      this.#add('REFERENCE_DANGLING', `No command of this function takes the parameter ${quote(sum)}`, place)
    }
  }

  #entries(keys: Keys): Keys[] {
    return entriesOf(this.#at(keys)).map(([index]) => [...keys, index])
  }

  /** Two approvals by one person are one. */
  #checkOfficers(): void {
    const officers = entriesOf(this.#at(['vault', 'officers'])).map(([index]) => index)
    const approvals = this.#at(['vault', 'approvals'])
    if (typeof approvals === 'number' && approvals > officers.length) {
      const message = `Found ${approvals} approvals and ${officers.length} officers; wanted at least ${approvals} officers`
      this.#add('LIMITS_CROSSED', message, ['vault', 'approvals'])
    }
    this.#checkEscrow(officers)
    for (const field of ['name', 'signing-key', 'escrow-key']) {
      const seen = new Set<unknown>()
      for (const index of officers) {
        const keys = ['vault', 'officers', index, field]
        const value = this.#at(keys)
        if (value !== undefined && seen.has(value))
          this.#add('OFFICER_TWICE', `Found the ${field} of another officer; each has one of its own`, keys)
        seen.add(value)
      }
    }
  }

  /** Without approvals, whoever writes the device file could put other officers in, and have the records. */
  #checkEscrow(officers: readonly (string | number)[]): void {
    const escrow = this.#at(['vault', 'escrow'])
    if (typeof escrow !== 'number') return
    const holders = officers.filter((at) => this.#at(['vault', 'officers', at, 'escrow-key']) !== undefined)
    const approvals = this.#at(['vault', 'approvals'])
    if (escrow > holders.length) {
      const message = `Found an escrow of ${escrow} pieces and ${holders.length} officers with an escrow-key; wanted at least ${escrow}`
      this.#add('LIMITS_CROSSED', message, ['vault', 'escrow'])
    } else if (typeof approvals !== 'number') {
      this.#add(
        'LIMITS_CROSSED',
        'Found an escrow and no approvals; wanted "approvals", or whoever writes the device file puts other officers in',
        ['vault', 'escrow'],
      )
    }
  }

  /** Who keeps data in the vault has to say how it is unlocked, or "sealed" would mean nothing. */
  #checkVault(): void {
    const shares = entriesOf(this.#at(['vault', 'unlock'])).length
    const threshold = this.#at(['vault', 'threshold'])
    if (typeof threshold === 'number' && (threshold > shares || shares > thresholdSharesMax)) {
      this.#add(
        'LIMITS_CROSSED',
        `Found a threshold of ${threshold} and ${shares} keys in vault.unlock; wanted at least ${threshold} keys and at most ${thresholdSharesMax}`,
        ['vault', 'threshold'],
      )
    }
    this.#checkOfficers()
    if (shares > 0) return
    const places = [
      ...this.#expand(['components', '*', 'storage', 'encryption']),
      ...this.#expand(['backups', '*', 'encryption']),
    ]
    for (const keys of places) {
      const value = this.#at(keys)
      if (value !== 'vault' && !(Array.isArray(value) && value.includes('vault'))) continue
      this.#add(
        'VAULT_NOT_DECLARED',
        'Found storage in the vault but no key in vault.unlock; name what unlocks it',
        keys,
      )
    }
  }

  #checkAccepted(): void {
    for (const keys of this.#expand(['accepted', '*', 'finding'])) {
      const finding = this.#at(keys)
      const asset = typeof finding === 'string' ? /^([^/@]+)\/[a-z]+$/.exec(finding)?.[1] : undefined
      if (asset === undefined || this.#assets.has(asset)) continue
      this.#add('REFERENCE_DANGLING', `Found no asset ${quote(asset)} in data, functions or keys`, keys)
    }
  }
}

function entriesOf(value: Tree | undefined): [number, Tree][] {
  return Array.isArray(value) ? [...value.entries()] : []
}
