export { type GuarddOptions, runGuardd } from './guardd.ts'
