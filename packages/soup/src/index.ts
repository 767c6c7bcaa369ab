export { compareCpe, type CpeName, type CpeRelation, formatCpe, parseCpe } from './cpe.ts'
export { scoreCvss } from './cvss.ts'
export { type DepthRow, type DepthsGiven, judge, type SoupFinding } from './judge.ts'
export { type Identity, identify } from './identity.ts'
export { advisoryFormats, readAdvisories } from './advisories/index.ts'
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
export { readVex, type ReadVexResult, type VexStatement, type VexStatus } from './vex/openvex.ts'
export { type ReportHead, writeVdr } from './vex/vdr.ts'
