export { type EvidenceContext, EvidenceWriter } from './evidence.ts'
export type { FleetTarget, Probe, ProbeResult, ProbeTarget } from './probe.ts'
export { probeById, probes } from './probes/index.ts'
export { proveAll, type ProveEntry, type ProveOptions } from './prove.ts'
