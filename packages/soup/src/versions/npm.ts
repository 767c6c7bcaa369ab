import type { Order } from './order.ts'
import { compareSemVer } from './semver.ts'

/**
 * Semantic Versioning 2.0.0 as npm's advisories use it. The rule that leaves pre-releases out of a range belongs to what
 * an installer takes, not to what is vulnerable (OSV schema, "Evaluation"), so it is not applied.
 */
export const compareNpm: Order = compareSemVer
