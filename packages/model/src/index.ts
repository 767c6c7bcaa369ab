export type * from './types.ts'
export { durationForm, parseDuration } from './duration.ts'
export { decimalMax, decimalOf, decimalOne, decimalPlaces, decimalText } from './decimal.ts'
export { conversion, dimensionOverTime, parseUnit, type Unit, unitCharactersMax } from './units.ts'
export { deviceFileLimits } from './limits.ts'
export { type ParseOptions, parseDeviceFile } from './parse/index.ts'
export { type DeviceIssueCode, structuralCodes } from './parse/issues.ts'
export { suggest } from './suggest.ts'
export { deviceFileSchema, renderDeviceFileSchema } from './json-schema.ts'
export { type StarterOptions, starterDeviceFile } from './starter.ts'
export { renderKeyTables } from './key-tables.ts'
export {
  convertFrom,
  type ConvertResult,
  type NotCarried,
  type SourceFormat,
  sourceFormats,
} from './convert/index.ts'
