export { type Actor, type ActorId, actors } from './actors.ts'
export { analyse } from './analyse.ts'
export { type AssumeIssue, assumeIssues, nearest } from './assume.ts'
export { depthsOf, type GoalDepth } from './depths.ts'
export { type DepthFall, type Effect, effectsOf } from './effect.ts'
export { attacksByActor, attacksOn } from './attacks.ts'
export { buildGraph } from './graph.ts'
export { type PlanStep, planOf } from './plan.ts'
export type { Category, Rule, Verdict } from './rule.ts'
export { ruleGroups, rules } from './rules/index.ts'
export type * from './types.ts'
export { type DepthChange, diff, type Difference, type StaleProof } from './diff.ts'
export { explain, type Explanation, type GoalExplanation } from './explain.ts'
export { silencesOf } from './findings.ts'
export { type Change, type Raise, raiseOf } from './raise.ts'
export { blastRadiusOf } from './registers/blast.ts'
export { type Orphan, type Proofs, type ProofState, type Trace, traceOf, type TraceRow } from './trace.ts'
export { toOtm } from './export/otm.ts'
export type * from './export/otm-types.ts'
export {
  type AnalysisDocument,
  analysisFormat,
  analysisSchema,
  renderAnalysisSchema,
  toAnalysisDocument,
} from './export/document.ts'
export { sectionsOf } from './sections.ts'
