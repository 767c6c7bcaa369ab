export { type EvidenceContext, EvidenceWriter } from './evidence.ts'
export type {
  FleetTarget,
  FuzzRun,
  Mirror,
  MirrorAnswer,
  Offered,
  Probe,
  ProbeResult,
  ProbeTarget,
  SandboxPlace,
  SandboxRun,
  SandboxTarget,
  UpdateField,
  UpdateTarget,
} from './probe.ts'
export { type Attempt, attackAll, type Outcome } from './attack/escape/attack.ts'
export type { Escape } from './attack/escape/escape.ts'
export { escapes } from './attack/escape/index.ts'
export { probeById, probes } from './probes/index.ts'
export { proveAll, type ProveEntry, type ProveOptions } from './prove.ts'
