import type { DeviceFile, UseCase } from '@pericard/model'
import { listed, type Table } from '../table.ts'
import { derivedUseCases } from './derived-use-cases.ts'
import { drawSequence } from './sequence.ts'
import type { View } from './view.ts'

/** Operational and clinical states that the guidance names, in the order of a device's day. */
const states: Readonly<Record<UseCase['state'], string>> = {
  'power-on': 'power on',
  standby: 'standby',
  transition: 'transition between states',
  programming: 'programming',
  'delivering-therapy': 'delivering therapy',
  alarming: 'alarming',
  'sending-data': 'sending data',
  'receiving-data': 'receiving data',
  reporting: 'reporting',
  service: 'service',
  update: 'update',
  decommissioning: 'decommissioning',
}

/** Use cases in one picture; all of them are in the table. */
const drawnMax = 30

/** The security use case view: for each state of the device, who speaks to whom in which order. */
export function useCaseView(file: DeviceFile): View {
  const declared = file.useCases.length > 0
  const cases = declared ? file.useCases : derivedUseCases(file)
  const every = Object.keys(states) as UseCase['state'][]
  const shown = every.filter((state) => cases.some((one) => one.state === state))
  const missing = every.filter((state) => !shown.includes(state)).map((state) => states[state])
  const origin = declared
    ? 'Use cases as the device file declares them.'
    : 'The device file declares no use cases; these follow from its interfaces, functions, updates and capabilities.'
  const gap =
    missing.length === 0
      ? ''
      : ` Nothing is shown for ${listed(missing, '')}: a reviewer wants each omitted state explained.`
  return {
    id: 'use-cases',
    title: 'Security use case views',
    about: origin + gap,
    pictures: shown.map((state) => {
      const all = cases.filter((one) => one.state === state)
      const more = all.length > drawnMax ? `, the first ${drawnMax} of ${all.length}` : ''
      return drawSequence(file, {
        id: `use-cases-${state}`,
        title: `Security use cases, ${states[state]}${more}: ${file.device.name} ${file.device.version}`,
        cases: all.slice(0, drawnMax),
      })
    }),
    tables: [caseTable(cases)],
  }
}

function caseTable(cases: readonly UseCase[]): Table {
  return {
    id: 'use-cases',
    title: 'Use cases',
    columns: ['Use case', 'State', 'Interfaces in order', 'Purpose'],
    rows: cases.map(({ name, state, interfaces, purpose }) => [
      name,
      states[state],
      listed(interfaces, 'none'),
      purpose,
    ]),
  }
}
