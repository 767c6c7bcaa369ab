/** OWASP Threat Dragon models of version 2, JSON: https://www.threatdragon.com */
import type { Component } from '../types.ts'
import type { Cursor } from './cursor.ts'
import type { Draft, DraftComponent, DraftData, DraftInterface } from './draft.ts'
import { Controls, isEncrypted, outside, ownerDecides, reachOf, said } from './guess.ts'
import { Ids } from './ids.ts'

/** A rectangle of the drawing. */
interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Cell {
  readonly at: Cursor
  readonly id: string
  readonly data: Cursor
  readonly type: CellType
}

type CellType = 'actor' | 'process' | 'store' | 'flow' | 'box' | 'other'

const cellTypes: ReadonlyMap<string, CellType> = new Map([
  ['tm.Actor', 'actor'],
  ['tm.Process', 'process'],
  ['tm.Store', 'store'],
  ['tm.Flow', 'flow'],
  ['tm.BoundaryBox', 'box'],
])

/** Boundary boxes of one diagram; each component is looked for in all of them. */
const boxesMax = 1_000
const drawing = 'It is about the drawing; Pericard draws its own'
const document = 'It is about the document, not about the device'
const drawingKeys =
  'shape attrs labels vertices zIndex connector router width height ports visible markup tools angle'
const oneFormat = 'Found a model of Threat Dragon 1; open it in version 2 and save it'

/** Every actor, process and store becomes a component, every flow between two of them an interface. */
export function readThreatDragon(root: Cursor): Draft {
  const summary = root.map('summary')
  const detail = root.map('detail')
  if (summary === undefined || detail === undefined)
    root.refuse('KEY_MISSING', 'Found no "summary" and "detail"; wanted a model of OWASP Threat Dragon 2')
  const name = summary?.wanted('title') ?? ''
  const intendedUse = summary?.text('description')
  summary?.leaveAll(['owner', 'id'], document)
  root.leave('version', document)
  detail?.leaveAll(['contributors', 'reviewer', 'diagramTop', 'threatTop'], document)
  const gathered = new Gathered()
  for (const diagram of detail?.maps('diagrams') ?? []) {
    if (diagram.peek('diagramJson') !== null) diagram.refuse('VALUE_NOT_ALLOWED', oneFormat, 'diagramJson')
    diagram.leaveAll(
      ['id', 'title', 'diagramType', 'placeholder', 'thumbnail', 'version', 'description'],
      document,
    )
    gathered.readDiagram(diagram.maps('cells'))
  }
  const { components, data, interfaces, controls } = gathered
  const device = { id: new Ids('device').take(name), name, intendedUse }
  return { device, components, data, interfaces, controls: controls.all(), soup: [] }
}

class Gathered {
  readonly components: DraftComponent[] = []
  readonly data: DraftData[] = []
  readonly interfaces: DraftInterface[] = []
  readonly controls: Controls = new Controls()
  readonly #zoneIds = new Ids('zone', [outside])
  readonly #componentIds = new Ids('component')
  readonly #dataIds = new Ids('data')
  readonly #interfaceIds = new Ids('interface')

  /** A flow joins cells of its own diagram. */
  readDiagram(sources: readonly Cursor[]): void {
    const cells = sources.flatMap((at) => cellOf(at))
    const boxes = cells
      .filter(({ type }) => type === 'box')
      .flatMap((cell) => this.#readBox(cell))
      .sort((a, b) => a.box.width * a.box.height - b.box.width * b.box.height)
    if (boxes.length > boxesMax) {
      const message = `Found ${boxes.length} trust boundaries in one diagram; at most ${boxesMax} are taken`
      boxes[boxesMax]?.cell.at.refuse('VALUE_OUT_OF_RANGE', message, 'id')
      return
    }
    const byId = new Map<string, DraftComponent>()
    const used = new Set<string>()
    for (const cell of cells) {
      if (cell.type !== 'actor' && cell.type !== 'process' && cell.type !== 'store') continue
      const component = this.#readComponent(cell, cell.type, boxes)
      if (byId.has(cell.id))
        cell.at.refuse('ID_TWICE', 'The id stands at another cell of this diagram already', 'id')
      byId.set(cell.id, component)
      used.add(component.zone)
    }
    for (const { zone, cell } of boxes)
      if (!used.has(zone))
        cell.at.leaveSelf(
          'No component lies directly in this box, and a zone is where components are',
          nameOf(cell) ?? cell.id,
        )
    for (const cell of cells) if (cell.type === 'flow') this.#readFlow(cell, byId)
  }

  #readBox(cell: Cell): { readonly zone: string; readonly box: Box; readonly cell: Cell }[] {
    const box = boxOf(cell.at)
    leaveCommon(cell)
    const zone = this.#zoneIds.take(nameOf(cell))
    if (box === undefined) {
      cell.at.leaveSelf('The box has no position and size, so nothing is known to be inside', zone)
      return []
    }
    cell.data.leave('description', 'A zone of a device file is its name only')
    return [{ zone, box, cell }]
  }

  #readComponent(
    cell: Cell,
    type: 'actor' | 'process' | 'store',
    boxes: readonly { readonly zone: string; readonly box: Box }[],
  ): DraftComponent {
    const { data } = cell
    const name = nameOf(cell) ?? type
    const external = data.flag('outOfScope') === true || type === 'actor'
    if (type === 'actor') data.leaveIfSet('outOfScope', 'An actor is no part of the device')
    data.leave('reasonOutOfScope', 'Who answers for another system is stated by its `protected-by`')
    const id = this.#componentIds.take(name)
    const kind: Component['kind'] = type === 'actor' ? 'external' : type === 'store' ? 'store' : 'application'
    const stored = type === 'store' ? { encryption: this.#readStore(id, name, data) } : {}
    const decisions = external
      ? [ownerDecides]
      : type === 'store'
        ? ['data: what does it hold, and why?']
        : []
    data.leave('privilegeLevel', 'Say with what rights it runs: `privileges`')
    data.leaveIfSet('isWebApplication', 'Say what its interfaces do with input: `handles`')
    data.leaveIfSet('providesAuthentication', 'State the control: `authentication` of the interface')
    for (const key of ['handlesCardPayment', 'handlesGoodsOrServices', 'storesInventory'])
      data.leaveIfSet(key, 'It is about trade; a device file has no place for it')
    const zone = zoneOf(cell.at, boxes)
    leaveCommon(cell)
    const component = {
      id,
      name,
      kind,
      external,
      zone,
      ...stored,
      purpose: data.text('description'),
      decisions,
    }
    this.components.push(component)
    return component
  }

  /** The controls that keep a store closed; what its flags say of its content becomes data. */
  #readStore(id: string, name: string, data: Cursor): readonly string[] {
    const flags = [
      ['isALog', 'log', 'log'],
      ['storesCredentials', 'credentials', 'credential'],
    ] as const
    for (const [flag, noun, kind] of flags) {
      if (data.flag(flag) !== true) continue
      this.data.push({ id: this.#dataIds.take(`${name} ${noun}`), kind, at: [id] })
    }
    data.leaveIfSet('isSigned', 'State the control of the data that it protects: `integrity-by`')
    return data.flag('isEncrypted') === true ? [this.controls.of('Encryption of stores', 'encryption')] : []
  }

  #readFlow(cell: Cell, components: ReadonlyMap<string, DraftComponent>): void {
    const { at, data } = cell
    const ends = ['source', 'target'].map((key) => components.get(at.map(key)?.text('cell') ?? ''))
    const [from, to] = ends
    const name = nameOf(cell)
    if (from === undefined || to === undefined) {
      at.leaveSelf('An end of the flow is at no component; an interface has two', name ?? cell.id)
      return
    }
    for (const key of ['source', 'target']) at.map(key)?.leaveAll(['port', 'x', 'y'], drawing)
    leaveCommon(cell)
    const protocol = data.text('protocol')
    const encrypted = data.flag('isEncrypted') ?? (protocol !== undefined && isEncrypted(protocol))
    const isPublic = data.flag('isPublicNetwork') === true
    data.leaveIfSet('outOfScope', 'A path counts as long as it is there; accept its findings instead')
    data.leave('reasonOutOfScope', 'Accept its findings instead')
    data.bothWays('isBidirectional')
    this.interfaces.push({
      id: this.#interfaceIds.take(name, `${from.id} ${to.id}`),
      from: from.id,
      to: to.id,
      protocol,
      carries: [],
      reach: reachOf({ ...from, public: isPublic }, { ...to, public: isPublic }),
      authentication: [],
      protection: encrypted
        ? [this.controls.of(`Encryption of ${protocol ?? 'data flows'}`, 'encryption')]
        : [],
      about: said(name, data.text('description')),
      decisions: ['carries: which data?', 'authentication: who may use it?'],
    })
  }
}

function cellOf(at: Cursor): Cell[] {
  const data = at.map('data')
  const shape = at.peekText('shape')
  const type = cellTypes.get(data?.text('type') ?? '') ?? 'other'
  const id = at.wanted('id')
  if (id === undefined) return []
  if (data !== undefined && type !== 'other') return [{ at, id, data, type }]
  const curve = 'A boundary drawn as a line encloses nothing; draw a box, or set the zones in the device file'
  const isText = shape.includes('text')
  at.leaveSelf(
    isText ? drawing : shape.includes('curve') ? curve : 'An element of an unknown type',
    data?.text('name') ?? id,
  )
  return []
}

function leaveCommon({ at, data, type }: Cell): void {
  at.leaveAll(drawingKeys.split(' '), drawing)
  at.leaveAll(['position', 'size'], 'The smallest box around an element is its zone; the rest is drawing')
  if (type === 'box' || type === 'flow') at.leave('id', 'A zone and an interface are called by their name')
  data.leave('threats', 'Rules and the attack graph find threats; state what mitigates this one as a control')
  for (const key of ['isTrustBoundary', 'hasOpenThreats', 'threatFrequency'])
    data.leave(key, 'It follows from the rest')
}

function nameOf({ data }: Cell): string | undefined {
  return data.text('name')
}

function boxOf(at: Cursor): Box | undefined {
  const [position, size] = [at.map('position'), at.map('size')]
  const numbers = [
    position?.number('x'),
    position?.number('y'),
    size?.number('width'),
    size?.number('height'),
  ]
  const [x, y, width, height] = numbers
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined
  return { x, y, width, height }
}

/** The first box around the middle of a cell; `boxes` begin with the smallest. */
function zoneOf(at: Cursor, boxes: readonly { readonly zone: string; readonly box: Box }[]): string {
  const own = boxOf(at)
  if (own === undefined) return outside
  const [x, y] = [own.x + own.width / 2, own.y + own.height / 2]
  const around = boxes.find(
    ({ box }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
  )
  return around?.zone ?? outside
}
