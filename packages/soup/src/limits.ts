type SoupLimit =
  | 'purlCharactersMax'
  | 'versionCharactersMax'
  | 'sbomBytesMax'
  | 'sbomDepthMax'
  | 'sbomComponentsMax'
  | 'sbomElementsMax'
  | 'componentCpesMax'
  | 'sbomStringCharactersMax'
  | 'issuesMax'
  | 'advisoryFeedBytesMax'
  | 'advisoryCharactersMax'
  | 'advisoryDepthMax'

/** What a supplier's file may ask of us. Each is far above what real SBOMs and feeds need. */
export const soupLimits: Readonly<Record<SoupLimit, number>> = {
  purlCharactersMax: 4096,
  versionCharactersMax: 256,
  sbomBytesMax: 64 * 1024 * 1024,
  /** Components of components double each level in JSON depth; real documents stay below ten. */
  sbomDepthMax: 64,
  sbomComponentsMax: 200_000,
  /** XML elements of any kind; a component of a real document has about thirty. */
  sbomElementsMax: 8_000_000,
  /** CPE names of one component; syft guesses up to about thirty. */
  componentCpesMax: 64,
  sbomStringCharactersMax: 4096,
  /** Issues listed before the reader gives up counting; one broken generator repeats itself. */
  issuesMax: 100,
  advisoryFeedBytesMax: 512 * 1024 * 1024,
  advisoryCharactersMax: 4 * 1024 * 1024,
  advisoryDepthMax: 32,
}
