import type { Rule } from '../../rule.ts'
import { alarmPriorityTooLow } from './alarm-priority-too-low.ts'
import { alarmRaisedByWhatFails } from './alarm-raised-by-what-fails.ts'
import { alarmShownOnce } from './alarm-shown-once.ts'
import { alarmSilencedForEver } from './alarm-silenced-for-ever.ts'
import { alarmSilencedFromAfar } from './alarm-silenced-from-afar.ts'
import { batteryDrain } from './battery-drain.ts'
import { classReachesClass } from './class-reaches-class.ts'
import { commandInAnyState } from './command-in-any-state.ts'
import { commandWithoutRole } from './command-without-role.ts'
import { doseInputUnprotected } from './dose-input-unprotected.ts'
import { functionNotDescribed } from './function-not-described.ts'
import { functionSharesItsHost } from './function-shares-its-host.ts'
import { functionWithoutEnvelope } from './function-without-envelope.ts'
import { libraryUnprotected } from './library-unprotected.ts'
import { needsTheNetwork } from './needs-the-network.ts'
import { noCumulativeLimit } from './no-cumulative-limit.ts'
import { noFeedback } from './no-feedback.ts'
import { noFloodLimit } from './no-flood-limit.ts'
import { noInterlock } from './no-interlock.ts'
import { noLocalStop } from './no-local-stop.ts'
import { noStepLimit } from './no-step-limit.ts'
import { noWatchdog } from './no-watchdog.ts'
import { powerLossState } from './power-loss-state.ts'
import { remoteCommandUnconfirmed } from './remote-command-unconfirmed.ts'
import { repeatedSingleDose } from './repeated-single-dose.ts'
import { slowHeartbeat } from './slow-heartbeat.ts'

export const functionRules: readonly Rule[] = [
  alarmPriorityTooLow,
  alarmRaisedByWhatFails,
  alarmShownOnce,
  alarmSilencedForEver,
  alarmSilencedFromAfar,
  batteryDrain,
  classReachesClass,
  commandInAnyState,
  commandWithoutRole,
  doseInputUnprotected,
  functionNotDescribed,
  functionSharesItsHost,
  functionWithoutEnvelope,
  libraryUnprotected,
  needsTheNetwork,
  noCumulativeLimit,
  noFeedback,
  noFloodLimit,
  noInterlock,
  noLocalStop,
  noStepLimit,
  noWatchdog,
  powerLossState,
  remoteCommandUnconfirmed,
  repeatedSingleDose,
  slowHeartbeat,
]
