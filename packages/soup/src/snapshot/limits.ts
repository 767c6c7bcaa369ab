type SnapshotLimit =
  | 'fileBytesMax'
  | 'headBytesMax'
  | 'signatureBytesMax'
  | 'contentBytesMax'
  | 'sourcesMax'
  | 'sequenceMax'

/** What a snapshot may ask of its reader. All of OSV, the CVE list and NVD together stay below half of it. */
export const snapshotLimits: Readonly<Record<SnapshotLimit, number>> = {
  fileBytesMax: 256 * 1024 * 1024,
  headBytesMax: 1024 * 1024,
  signatureBytesMax: 256 * 1024,
  /** Unpacked. */
  contentBytesMax: 1024 * 1024 * 1024,
  sourcesMax: 1_000,
  sequenceMax: 2 ** 31 - 1,
}
