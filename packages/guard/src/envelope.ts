/** The command envelope: a pure, deterministic checker. Time and state come in, a verdict comes out. */
export {
  checkCommand,
  cumulativeAheadMs,
  envelopeAfterSafeState,
  envelopeAfterTakeOver,
  initialEnvelope,
  mustStop,
} from './envelope/check.ts'
export { changesPerMinuteMax, confirmHistory } from './envelope/faults.ts'
export type {
  CommandRequest,
  EnvelopeRefusalCode,
  EnvelopeState,
  EnvelopeVerdict,
} from './envelope/state.ts'
