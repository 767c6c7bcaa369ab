/** A patient-controlled analgesia pump with windows so short that a few commands meet every limit. */
import type { Command, CriticalFunction } from '@pericard/model'

const nurse: Omit<Command, 'id'> = { confirm: 'at-device', roles: ['nurse'], states: [], parameters: {} }
const rate = { unit: 'mL/min', min: 0.1, max: 20, softMax: 12, resolution: 0.1, step: 6, stepPerMinute: 9 }
const dose = { unit: 'mL', min: 0.1, max: 2, resolution: 0.1 }

export const pcaPump: CriticalFunction = {
  ...{ id: 'deliver', component: 'controller', harm: 'catastrophic', safeState: 'stopped', patients: 1 },
  ...{ alarms: [], interlockBy: [], feedbackBy: [], inputs: [] },
  commands: [
    {
      ...nurse,
      ...{ id: 'set-rate', parameters: { rate }, states: ['stopped', 'running'], minimumInterval: 500 },
      roles: ['nurse', 'physician'],
    },
    {
      ...nurse,
      ...{
        id: 'bolus',
        parameters: { dose },
        roles: ['nurse', 'patient'],
        states: ['running'],
        confirm: 'none',
      },
      ...{ minimumInterval: 2000, rate: { most: 2, window: 20_000 }, subject: 'bound' },
    },
    { ...nurse, id: 'start', states: ['stopped'], to: 'running', subject: 'bound' },
    { ...nurse, id: 'stop', roles: ['nurse', 'patient', 'physician'], confirm: 'none', to: 'stopped' },
    { ...nurse, id: 'bind', states: ['stopped'], subject: 'binds' },
    { ...nurse, id: 'release', states: ['stopped'], subject: 'releases' },
  ],
  envelope: {
    initialState: 'stopped',
    softOverrideBy: ['physician'],
    historyConfirmedBy: ['nurse'],
    bindingLasts: 60_000,
    cumulative: { parameter: 'rate', max: 5, unit: 'mL', window: 30_000 },
  },
}
