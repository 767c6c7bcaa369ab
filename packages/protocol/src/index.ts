export type * from './operator-api.ts'
