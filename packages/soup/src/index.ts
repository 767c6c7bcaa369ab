export { scoreCvss } from './cvss.ts'
export { type DepthRow, type DepthsGiven, judge, type SoupFinding } from './judge.ts'
export { type Identity, identify } from './identity.ts'
export {
  type Advisory,
  type AdvisoriesResult,
  type Affected,
  type AffectedRange,
  readOsv,
  type RangeEvent,
} from './osv.ts'
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
export {
  type AdvisoryIndex,
  type ComponentClass,
  type ComponentResult,
  indexAdvisories,
  type ScanInput,
  scanSbom,
  type SoupMatch,
  type SoupScan,
} from './scan.ts'
export { soupLimits } from './limits.ts'
export { compareVersions, versionOrders } from './versions/index.ts'
