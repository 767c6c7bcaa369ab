import { actors, type Category, type Finding, rules } from '@pericard/analysis'
import type { DeviceFile, Goal, Interface, Reach } from '@pericard/model'
import type { Subject } from './subject.ts'

/**
 * What a finding can be as an attack: what its own rule is about first, then whatever else is at the place that it
 * names, then what shares that place's computer with nothing between. Empty where it names no place that an attack
 * enters by: a missing statement or a procedure has no attack vector.
 */
export function subjectsOfFinding(file: DeviceFile, { element, rule }: Finding): Subject[][] {
  const [section, id] = split(element)
  const touched = componentsOf(file, section, id)
  const entry = entryOf(file, section, id, touched)
  const card = rules.find((one) => one.id === rule)
  // Whoever attacks a computer itself has it in their hands.
  const thief = section === 'hosts' ? actors.find((one) => one.id === 'thief') : undefined
  // Nobody gains anything by what is not logged alone.
  if ((entry === undefined && thief === undefined) || card === undefined || card.category === 'repudiation')
    return []
  const { goal } = card
  const usedFor = unavailable.includes(goal) ? unavailable : goalsOf[card.category]
  const carried = section === 'interfaces' ? entry : undefined
  const around = sharing(file, touched)
  const of = (place: readonly string[], what: Goal): Subject => ({
    file,
    ...(entry === undefined ? {} : { entry }),
    ...(thief === undefined ? {} : { actor: thief }),
    events: [],
    goal: what,
    ...assetsAt(file, place, what, carried, section === 'data' ? id : undefined),
    secrets: section === 'keys' ? [id] : [],
    software: section === 'updates' ? [id] : [],
    reached: file.components.filter((one) => place.includes(one.id)),
  })
  return [
    [of(touched, goal)],
    usedFor.map((what) => of(touched, what)),
    [of(around, goal)],
    usedFor.map((what) => of(around, what)),
  ]
}

/** A rule that is about loss is about nothing else, whatever its kind. */
const unavailable: readonly Goal[] = ['lost', 'denied']
const every: readonly Goal[] = ['disclosed', 'altered', 'lost', 'commanded', 'denied']

/** What a weakness of a kind can be used for. */
const goalsOf: Readonly<Record<Category, readonly Goal[]>> = {
  spoofing: every,
  tampering: ['altered', 'commanded', 'lost'],
  repudiation: [],
  'information-disclosure': ['disclosed'],
  'denial-of-service': unavailable,
  'elevation-of-privilege': every,
  safety: ['commanded', 'denied'],
}

function assetsAt(
  file: DeviceFile,
  place: readonly string[],
  goal: Goal,
  carried: Interface | undefined,
  item: string | undefined,
): Pick<Subject, 'phi' | 'functions'> {
  const here = (id: string): boolean => place.includes(id)
  const phi = file.data.filter(
    ({ id, kind, at }) =>
      kind === 'phi' &&
      (item === undefined ? (carried?.carries.includes(id) ?? false) || at.some(here) : id === item),
  )
  const functions = file.functions.filter(
    ({ id, component }) => (carried?.commands.includes(id) ?? false) || here(component),
  )
  return {
    phi: ['disclosed', 'altered', 'lost'].includes(goal) ? phi.map(({ id }) => id) : [],
    functions:
      ['disclosed', 'lost'].includes(goal) || item !== undefined ? [] : functions.map(({ id }) => id),
  }
}

function split(element: string): [string, string] {
  const dot = element.indexOf('.')
  return dot === -1 ? [element, ''] : [element.slice(0, dot), element.slice(dot + 1)]
}

function componentsOf(file: DeviceFile, section: string, id: string): readonly string[] {
  switch (section) {
    case 'components':
      return [id]
    case 'hosts':
      return file.components.filter((one) => !one.external && one.host === id).map((one) => one.id)
    case 'data':
      return file.data.find((one) => one.id === id)?.at ?? []
    case 'keys':
      return file.keys.find((one) => one.id === id)?.at ?? []
    case 'functions':
      return file.functions.filter((one) => one.id === id).map(({ component }) => component)
    case 'updates':
      return file.updates.find((one) => one.id === id)?.components ?? []
    case 'diagnostics':
    case 'monitoring':
      return file[section].filter((one) => one.id === id).map(({ at }) => at)
    case 'interfaces':
      return file.interfaces.filter((one) => one.id === id).map(({ to }) => to)
    default:
      return []
  }
}

/** These components and those beside them on one computer that nothing isolates. */
function sharing(file: DeviceFile, touched: readonly string[]): string[] {
  const hosts = new Set(
    file.components.filter(({ id, external }) => !external && touched.includes(id)).map(({ host }) => host),
  )
  return file.components
    .filter(
      (one) =>
        touched.includes(one.id) || (!one.external && hosts.has(one.host) && one.isolatedBy.length === 0),
    )
    .map(({ id }) => id)
}

const widths: readonly Reach[] = [
  'internet',
  'hospital-network',
  'ward-network',
  'wireless',
  'physical-port',
  'physical-open',
  'internal',
]

/** The interface that a finding is about, or the one that most people can touch among those that lead to its element. */
function entryOf(
  file: DeviceFile,
  section: string,
  id: string,
  touched: readonly string[],
): Interface | undefined {
  if (section === 'hosts') return undefined
  if (section === 'interfaces') return file.interfaces.find((one) => one.id === id)
  const used = [...file.updates, ...file.diagnostics, ...file.monitoring].find((one) => one.id === id)
  if (used !== undefined && ['updates', 'diagnostics', 'monitoring'].includes(section))
    return file.interfaces.find((one) => one.id === used.interface)
  const inside = touched.filter((one) => file.components.some((each) => each.id === one && !each.external))
  const opened = file.interfaces.filter(({ credentials }) => section === 'keys' && credentials.includes(id))
  const leading = file.interfaces.filter(({ from, to }) => inside.includes(to) || inside.includes(from))
  // A credential is used where it opens something, wherever it is kept.
  return (opened.length > 0 ? opened : leading).toSorted(
    (a, b) => Number(b.active) - Number(a.active) || widths.indexOf(a.reach) - widths.indexOf(b.reach),
  )[0]
}
