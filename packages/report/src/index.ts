export {
  type Answer,
  type AnswerValue,
  type CvssReport,
  type CvssScore,
  cvssOf,
  type FindingScore,
  type PathScore,
  type QuestionId,
  questions,
  type Scored,
} from './cvss/index.ts'
export type { Picture } from './diagram/draw.ts'
export { type Depths, type Levels, type RegisterDocument, registersOf } from './registers/document.ts'
export type { ResidualRisk } from './registers/residual.ts'
export { type Entry, type RegisterId, registerIds, type Sheet, type Standing } from './registers/sheet.ts'
export { sheetsOf } from './registers/sheets.ts'
export { renderCsv } from './render/csv.ts'
export { renderJson } from './render/json.ts'
export { type ListPage, renderListPage } from './render/list-page.ts'
export { renderPage } from './render/page.ts'
export { renderText } from './render/text.ts'
export type { Table } from './table.ts'
export { viewIds, viewsOf } from './views/index.ts'
export type { View, ViewId } from './views/view.ts'
