import type { FunctionGoal, Goal, Issue, Position } from '@pericard/model'

/** Which controls are believed (design section 5): all declared, the enforced, or those with fresh passing evidence. */
export type Level = 'declared' | 'enforced' | 'proven'

/**
 * One thing going wrong: `control:<id>`, `soup:<id>`, `key:<id>`, `role:<id>`. The part before the colon is its kind.
 */
export type EventId = `${'control' | 'soup' | 'key' | 'role'}:${string}`

export interface EventInfo {
  readonly id: EventId
  readonly label: string
  /** Path in the device file (see `DeviceFile.positions`). */
  readonly path: string
}

/** `needs` all hold and `events` have all happened, so `then` holds. Facts are indices into `AttackGraph.facts`. */
export interface Step {
  readonly needs: readonly number[]
  /** Indices into `AttackGraph.events`. */
  readonly events: readonly number[]
  readonly then: number
  /** Indices into `AttackGraph.actors`: who can take this step. Absent: anybody. */
  readonly actors?: readonly number[]
  /** In words, with `{actor}` where the actor's name goes; empty for a step not worth a line of its own. */
  readonly text: string
  /** Paths in the device file that the step rests on. */
  readonly because: readonly string[]
}

export interface GoalNode {
  readonly asset: string
  readonly kind: 'phi' | 'function' | 'key' | 'software'
  readonly goal: Goal
  readonly fact: number
  readonly wanted: number
}

/** Somebody with a motive, and where they start (design section 2, row 1). */
export interface ActorInfo {
  readonly id: string
  readonly name: string
}

/** The compiled graph: plain JSON, so that the fleet can send it and a browser can ask it what-if questions. */
export interface AttackGraph {
  readonly actors: readonly ActorInfo[]
  readonly facts: readonly string[]
  readonly events: readonly EventInfo[]
  readonly steps: readonly Step[]
  readonly goals: readonly GoalNode[]
}

export interface PathStep {
  readonly text: string
  readonly events: readonly EventId[]
  readonly positions: readonly Position[]
}

export interface CutSet {
  readonly events: readonly EventId[]
  readonly actor: string
  readonly path: readonly PathStep[]
}

/** 0 open today, 1 a single point of failure, 4 none found up to 3 (shown as ">3"). */
export type Depth = 0 | 1 | 2 | 3 | 4

export interface GoalResult {
  readonly asset: string
  readonly kind: GoalNode['kind']
  readonly goal: Goal
  readonly depth: Depth
  readonly wanted: number
  readonly met: boolean
  /** Id of the acceptance that covers a depth below what is wanted. */
  readonly acceptedBy?: string
  /** Minimal cut sets up to order 3, smallest first, then by event ids. */
  readonly cutSets: readonly CutSet[]
}

/** What a rule found. Its id is stable: `<rule>@<element>`. */
export interface Finding {
  readonly id: string
  readonly rule: string
  readonly element: string
  readonly title: string
  readonly because: string
  readonly advice: string
  readonly severity: 'high' | 'medium' | 'low'
  readonly cwe: readonly number[]
  readonly position?: Position
  readonly acceptedBy?: string
}

/** Why a rule did not fire on an element that it could apply to. */
export interface Silence {
  readonly rule: string
  readonly element: string
  readonly because: string
}

export interface BreachEntry {
  readonly data: string
  readonly goal: 'disclosed' | 'altered' | 'lost'
  readonly depth: Depth
  readonly elements: readonly string[]
  readonly why: string
  readonly encrypted: string
  readonly actors: readonly string[]
  readonly shortestPath: readonly PathStep[]
  readonly recordsOnDevice: number | 'not stated'
  readonly recordsInFleet: number | 'not stated'
  /** 45 CFR 164.408: 500 or more individuals. */
  readonly fiveHundred: boolean
  /** The four factors of 45 CFR 164.402(2). */
  readonly factors: {
    readonly natureAndExtent: string
    readonly whoReceives: string
    readonly acquiredOrViewed: string
    readonly mitigation: string
  }
}

/** What a compromised function does to a patient. */
export type HazardMode = 'wrong' | 'early' | 'late' | 'missing' | 'unintended' | 'masked alarm'

export interface FunctionEntry {
  readonly function: string
  readonly goal: FunctionGoal
  readonly modes: readonly HazardMode[]
  readonly depth: Depth
  readonly harm: string
  readonly hazard: string
  readonly safeState: string
  readonly actors: readonly string[]
  readonly shortestPath: readonly PathStep[]
  /** Patients reachable at once through shared keys, updates and servers. */
  readonly patientsAtOnce: number
}

/** An event that stands in cut sets of both registers, with what it opens on each side. */
export interface IntersectionEntry {
  readonly event: EventId
  readonly data: readonly string[]
  readonly functions: readonly string[]
}

/** What one thing that many devices share opens when it is in the wrong hands (see `blastRadiusOf`). */
export interface BlastEntry {
  /** `keys.<id>` or `components.<id>`. */
  readonly element: string
  readonly what: 'shared key' | 'signing key' | 'server'
  readonly events: readonly EventId[]
  /** Goals whose depth it lowers. */
  readonly lowered: readonly {
    readonly asset: string
    readonly goal: Goal
    readonly kind: GoalNode['kind']
    readonly from: Depth
    readonly to: Depth
  }[]
  /** Devices that it opens at once. */
  readonly devices: number
  /** Patients that a function may harm at once; 0 where it lowers no function's depth. */
  readonly patients: number
}

export interface Analysis {
  readonly device: string
  readonly version: string
  readonly level: Level
  /** Every event taken to have happened: those asked for, and the controls that the level does not believe. */
  readonly assumed: readonly EventId[]
  readonly goals: readonly GoalResult[]
  readonly findings: readonly Finding[]
  readonly breachRegister: readonly BreachEntry[]
  readonly functionRegister: readonly FunctionEntry[]
  readonly intersection: readonly IntersectionEntry[]
  readonly graph: AttackGraph
  /** Every goal met or accepted, and no unaccepted finding of severity high. */
  readonly met: boolean
}

export interface AnalyseOptions {
  readonly level?: Level
  /** Events that have happened already (an exploited SOUP item, a leaked key). Unknown ones are a caller's error: see `assumeIssues`. */
  readonly assume?: readonly string[]
  /** Ids of controls with fresh passing evidence; used at level `proven`. */
  readonly proven?: readonly string[]
  /** Ids of controls whose latest evidence failed: counted as failed at every level. */
  readonly failed?: readonly string[]
  /** Milliseconds since the epoch, for acceptances that expire. */
  readonly now: number
}

export type { Issue }
