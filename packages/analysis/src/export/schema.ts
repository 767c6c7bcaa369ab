/** The analysis, key by key, for its JSON Schema. */
import type { FunctionGoal, PhiGoal, Position } from '@pericard/model'
import type {
  ActorInfo,
  Analysis,
  AttackGraph,
  BreachEntry,
  CutSet,
  EventInfo,
  Finding,
  FunctionEntry,
  GoalNode,
  GoalResult,
  HazardMode,
  IntersectionEntry,
  Level,
  PathStep,
  Step,
} from '../types.ts'
import {
  count,
  described,
  either,
  type Fields,
  flag,
  list,
  map,
  type Node,
  optional,
  reference,
  text,
  words,
} from './schema-nodes.ts'

const texts = list(text)
const phiGoals: Readonly<Record<PhiGoal, true>> = { disclosed: true, altered: true, lost: true }
const functionGoals: Readonly<Record<FunctionGoal, true>> = {
  commanded: true,
  overdriven: true,
  altered: true,
  denied: true,
  masked: true,
}
const kind = words<GoalNode['kind']>({ phi: true, function: true, key: true, software: true })
const goal = words({ ...phiGoals, ...functionGoals })
const depth = reference('depth')
const events = list(reference('event'))
const steps = list(reference('pathStep'))
const number: Node = { json: { type: 'integer', minimum: 1 } }
const notStated: Node = { json: { const: 'not stated' } }

const graph = map<AttackGraph>({
  actors: list(map<ActorInfo>({ id: text, name: text })),
  facts: texts,
  events: list(
    map<EventInfo>({
      id: reference('event'),
      label: text,
      path: described(text, 'Path in the device file.'),
    }),
  ),
  steps: list(
    map<Step>({
      needs: described(list(count), 'Indices of facts that must hold.'),
      events: described(list(count), 'Indices of events that must have happened.'),
      then: described(count, 'Index of the fact that follows.'),
      actors: optional(described(list(count), 'Indices of the actors who can take it; absent: anybody.')),
      text,
      because: described(texts, 'Paths in the device file that it rests on.'),
    }),
  ),
  goals: list(map<GoalNode>({ asset: text, kind, goal, fact: count, wanted: number })),
})

const goalResult = map<GoalResult>({
  asset: text,
  kind,
  goal,
  depth,
  wanted: described(number, 'Depth that the policy demands.'),
  met: flag,
  acceptedBy: optional(described(text, 'Id of the risk decision that covers it.')),
  cutSets: described(
    list(map<CutSet>({ events, actor: text, path: steps })),
    'Smallest sets of events that open it, up to three events each.',
  ),
})

const finding = map<Finding>({
  id: described(text, '`<rule>@<element>`, the same from version to version.'),
  rule: text,
  element: described(text, 'Path in the device file.'),
  title: text,
  because: text,
  advice: text,
  severity: words<Finding['severity']>({ high: true, medium: true, low: true }),
  cwe: list(number),
  position: optional(reference('position')),
  acceptedBy: optional(described(text, 'Id of the risk decision that covers it.')),
})

const breach = map<BreachEntry>({
  data: text,
  goal: words(phiGoals),
  depth,
  elements: texts,
  why: text,
  encrypted: text,
  actors: texts,
  shortestPath: steps,
  recordsOnDevice: either(count, notStated),
  recordsInFleet: either(count, notStated),
  fiveHundred: described(flag, '500 or more individuals (45 CFR 164.408).'),
  factors: described(
    map<BreachEntry['factors']>({
      natureAndExtent: text,
      whoReceives: text,
      acquiredOrViewed: text,
      mitigation: text,
    }),
    'The four factors of 45 CFR 164.402(2).',
  ),
})

const functionCompromise = map<FunctionEntry>({
  function: text,
  goal: words(functionGoals),
  modes: list(
    words<HazardMode>({
      wrong: true,
      early: true,
      late: true,
      missing: true,
      unintended: true,
      'masked alarm': true,
    }),
  ),
  depth,
  harm: text,
  hazard: text,
  safeState: text,
  actors: texts,
  shortestPath: steps,
  patientsAtOnce: count,
})

/** Every key of an analysis. */
export const analysisFields: Fields<Analysis> = {
  device: described(text, 'Id of the device model.'),
  version: described(text, 'Version of its software.'),
  level: described(
    words<Level>({ declared: true, enforced: true, proven: true }),
    'Which controls are believed: all, those with a mechanism, those with fresh passing evidence.',
  ),
  assumed: described(events, 'Events taken to have happened.'),
  goals: list(goalResult),
  findings: list(finding),
  breachRegister: list(breach),
  functionRegister: list(functionCompromise),
  intersection: described(
    list(map<IntersectionEntry>({ event: reference('event'), data: texts, functions: texts })),
    'Events that open both patient data and functions.',
  ),
  graph: described(graph, 'The attack graph that the goals were computed from.'),
  met: described(flag, 'Every goal met or accepted, and no open finding of severity high.'),
}

/** What the keys refer to. */
export const definitions: Readonly<Record<string, Node>> = {
  depth: {
    json: {
      description: '0 open today, 1 a single point of failure, 4 none found up to three failures.',
      type: 'integer',
      minimum: 0,
      maximum: 4,
    },
  },
  event: {
    json: { description: 'One thing going wrong.', type: 'string', pattern: '^(control|soup|key|role):.+$' },
  },
  position: map<Position>({ file: text, line: number, column: number }),
  pathStep: map<PathStep>({ text, events, positions: list(reference('position')) }),
}
