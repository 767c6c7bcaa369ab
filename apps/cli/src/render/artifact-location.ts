/** Where a file lies, as SARIF 2.1.0 says it (3.4). */

/** Name of the folder that relative paths are of. */
export const relativeTo = '%SRCROOT%'

/** A path as a URI reference; what is not allowed in one is escaped. */
export function artifactOf(file: string): object {
  const path = encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F')
  if (path.startsWith('/')) return { uri: `file://${path}` }
  if (/^[A-Za-z]:\//.test(path)) return { uri: `file:///${path}` }
  // A name such as "a:b.yaml" would read as a scheme.
  return { uri: path.replaceAll(':', '%3A').replace(/^\.\//, ''), uriBaseId: relativeTo }
}
