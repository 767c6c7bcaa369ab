export { compareCpe, type CpeName, type CpeRelation, formatCpe, parseCpe } from './cpe.ts'
export { scoreCvss } from './cvss.ts'
export {
  applyDecisions,
  type DecidedMatch,
  type DecidedScan,
  type DecisionsInput,
} from './decisions/apply.ts'
export { factsOf, type UseOf } from './decisions/facts.ts'
export {
  type DecisionFault,
  type DecisionRequest,
  type DecisionSubject,
  faultOf,
  type MadeDecision,
  makeDecision,
} from './decisions/make.ts'
export {
  emptyRegister,
  readRegister,
  type ReadRegisterResult,
  registerLines,
} from './decisions/register.ts'
export {
  believe,
  type Decider,
  decidersText,
  type DecisionSignature,
  type NotBelieved,
  rawPublicKey,
  readDeciders,
  type ReadDecidersResult,
  type RegisterEntry,
} from './decisions/signing.ts'
export { bindingOf, componentKey, patchSetOf, type Standing, standingOf } from './decisions/standing.ts'
export {
  type Binding,
  type Decision,
  type DecisionStatus,
  type Justification,
  justifications,
} from './decisions/types.ts'
export { itemOf } from './item.ts'
export {
  type DepthRow,
  type EffectOf,
  type EventEffect,
  type FindingDecision,
  judge,
  type SoupFinding,
} from './judge.ts'
export { type Identity, identify } from './identity.ts'
export { advisoryFormats, rawRecords, readAdvisories } from './advisories/index.ts'
export type {
  Advisory,
  AdvisoriesResult,
  AdvisoryData,
  Affected,
  AffectedRange,
  CpeMapping,
  RangeEvent,
  Ssvc,
} from './advisories/types.ts'
export { formatPurl, parsePurl, type Purl, type PurlResult } from './purl.ts'
export { readSbom } from './sbom/index.ts'
export type {
  FixClaim,
  ReadSbomResult,
  Sbom,
  SbomComponent,
  SbomFormat,
  SoupIssue,
} from './sbom/types.ts'
export { type AdvisoryIndex, type CveFacts, type Hit, indexAdvisories } from './advisory-index.ts'
export { compileIndex } from './compiled/compile.ts'
export {
  type IndexSource,
  isCompiledIndex,
  openIndex,
  SoupIndexError,
  type SoupIndexErrorCode,
} from './compiled/open.ts'
export { byHarm } from './order.ts'
export { type Tier, tiers } from './candidates.ts'
export type { SoupMatch, Statement } from './matches.ts'
export {
  type ComponentClass,
  componentClasses,
  type ComponentResult,
  type ScanInput,
  scanSbom,
  type Settled,
  type SoupScan,
} from './scan.ts'
export { SharedResults } from './shared-results.ts'
export { type AsOf, asOf } from './history/as-of.ts'
export { HistoryError, type HistoryErrorCode } from './history/errors.ts'
export { type Fact, type History, type HistoryHead, readHistory } from './history/log.ts'
export { agesOf, type SourceAge, staleDaysDefault } from './snapshot/age.ts'
export { advisoriesIn, contentOf, type Feed } from './snapshot/content.ts'
export { SnapshotError, type SnapshotErrorCode } from './snapshot/errors.ts'
export {
  type Applied,
  applySnapshot,
  buildSnapshot,
  type BuildSnapshot,
  type OpenSnapshot,
  openSnapshot,
  type SnapshotHead,
  type SnapshotSource,
} from './snapshot/file.ts'
export { snapshotLimits } from './snapshot/limits.ts'
export { soupLimits } from './limits.ts'
export {
  formatVers,
  parseCanonicalVers,
  parseVers,
  versContains,
  type VersConstraint,
  versOf,
  type VersRange,
  type VersResult,
} from './vers.ts'
export { versOfNative } from './vers-native.ts'
export { compareVersions, type Order, orderOfPurlType, versionOrders } from './versions/index.ts'
export { applyVex } from './vex/apply.ts'
export { readVex } from './vex/read.ts'
export type { ReadVexResult, VexStatement, VexStatus } from './vex/types.ts'
export { type ReportHead, writeVdr } from './vex/vdr.ts'
export { writeCsafVex } from './vex/write/csaf.ts'
export { writeCycloneDxVex } from './vex/write/cyclonedx.ts'
export { writeOpenVex } from './vex/write/openvex.ts'
export { type VexHead, type VexLine, vexLinesOf } from './vex/write/report.ts'
export { decodeAdvisory, encodeAdvisory } from './watch/codec.ts'
export { advisoryKey, type AdvisoryChange } from './watch/mutable-index.ts'
export {
  type AlertChange,
  type AlertDraft,
  componentId,
  type Exposure,
  SoupWatch,
  stateKey,
  type WatchResult,
} from './watch/watch.ts'
