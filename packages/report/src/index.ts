export type { Picture } from './diagram/draw.ts'
export { listed, plural, type Table } from './table.ts'
export { viewIds, viewsOf } from './views/index.ts'
export type { View, ViewId } from './views/view.ts'
