/** Rubric answers on what an attack does, for each of the six classes of information. */
import type { DataItem } from '@pericard/model'
import { answer, type Answer, type AnswerValue, type QuestionId } from './questions.ts'
import type { Subject } from './subject.ts'

/** 45 CFR 164.408 sets the same mark. */
const manyPatients = 500
const measured = new Set(['Observation', 'DiagnosticReport', 'ImagingStudy', 'DocumentReference', 'Media'])
const organised = new Set([
  'Appointment',
  'Schedule',
  'Slot',
  'ServiceRequest',
  'Task',
  'Encounter',
  'MedicationRequest',
])

export function impact(subject: Subject): Answer[] {
  return [...patientData(subject), ...clinical(subject), ...system(subject)]
}

function items({ file, phi }: Subject): DataItem[] {
  return file.data.filter(({ id }) => phi.includes(id))
}

function patientData(subject: Subject): Answer[] {
  const { goal } = subject
  const data = items(subject)
  const names = data.map(({ id }) => id).join(', ')
  const said = (letter: 'C' | 'I' | 'A', when: boolean): Answer =>
    data.length > 0 && when
      ? answer(`X${letter}P`, 'yes', `${names} can be ${goal}`, `data.${data[0]?.id}`)
      : answer(
          `X${letter}P`,
          'no',
          data.length === 0
            ? 'no patient data is reached'
            : `${names} can be ${goal}, no more; other goals have rows of their own`,
        )
  const read = said('C', goal === 'disclosed')
  return [
    read,
    ...(read.answer === 'yes' ? [howMany(subject, data)] : []),
    said('I', goal === 'altered'),
    said('A', goal === 'lost'),
  ]
}

function howMany(subject: Subject, data: readonly DataItem[]): Answer {
  const { file } = subject
  const [first] = data
  const held = data.map(({ records }) => records)
  if (held.some((count) => count === undefined))
    return answer('XCPM', 'unknown', 'the file does not say how many patients it holds', `data.${first?.id}`)
  const most = Math.max(...held.map((count) => count ?? 0))
  const shared = servesMany(subject)
  const reached = shared === undefined ? most : most * file.device.fleetSize
  const why =
    shared === undefined
      ? `at most ${most} patients on a device`
      : `${reached} patients: ${shared} serves the fleet`
  return answer('XCPM', reached >= manyPatients ? 'yes' : 'no', why, `data.${first?.id}.records`)
}

/** What on the path serves more than one device, so that more than one device's records are within reach. */
function servesMany({ file, entry, events }: Subject): string | undefined {
  const key = file.keys.find(({ id, scope }) => scope !== 'device' && events.includes(`key:${id}`))
  const server = file.components.find(
    ({ id, external, kind }) => external && kind === 'server' && (entry?.from === id || entry?.to === id),
  )
  return key?.id ?? server?.id
}

function clinical(subject: Subject): Answer[] {
  const { file, goal, functions } = subject
  const hit = file.functions.filter(({ id }) => functions.includes(id))
  const therapy = hit.filter(({ commands }) => commands.length > 0)
  const monitoring = hit.filter(({ commands }) => commands.length === 0)
  const data = items(subject)
  const diagnostic = data.filter(
    ({ id, fhir }) =>
      fhir.some((type) => measured.has(type)) || file.functions.some(({ inputs }) => inputs.includes(id)),
  )
  const workflow = data.filter(({ fhir }) => fhir.some((type) => organised.has(type)))
  const changed = goal === 'commanded' || goal === 'overdriven' || goal === 'altered'
  const stopped = goal === 'denied' || goal === 'masked' || goal === 'lost'
  const masked = goal === 'masked' ? hit : monitoring
  const rows: readonly [string, readonly { readonly id: string }[], string][] = [
    ['D', [...diagnostic, ...masked], 'measurements, alarms or functions without commands'],
    ['T', goal === 'masked' ? [] : therapy, 'functions that act on the patient'],
    ['W', workflow, 'orders, appointments or tasks'],
  ]
  return rows.flatMap(([letter, found, kind]) => {
    const names = found.map(({ id }) => id).join(', ')
    const one = (metric: 'C' | 'I' | 'A', when: boolean): Answer => {
      const question = `X${metric}${letter}` as QuestionId
      if (found.length === 0) return answer(question, 'no', `none of the ${kind} is reached`)
      if (!when) return answer(question, 'no', `${names}: ${goal}, no more`)
      return answer(question, gravity(subject), `${names} can be ${goal}`, placeOf(subject, found[0]?.id))
    }
    return [one('C', goal === 'disclosed'), one('I', changed), one('A', stopped)]
  })
}

/** How much is at stake: patient data is always much, a function as much as its harm. */
function gravity({ file, functions }: Subject): AnswerValue {
  const harms = file.functions.filter(({ id }) => functions.includes(id)).map(({ harm }) => harm)
  return harms.length > 0 && harms.every((harm) => harm === 'negligible' || harm === 'minor') ? 'low' : 'high'
}

function placeOf({ file }: Subject, id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  return file.functions.some((one) => one.id === id) ? `functions.${id}` : `data.${id}`
}

function system({ secrets, software, goal }: Subject): Answer[] {
  const secret = secrets[0] === undefined ? undefined : `keys.${secrets[0]}`
  const image = software[0] === undefined ? undefined : `updates.${software[0]}`
  const none = 'no key or credential is reached by itself'
  return [
    secret !== undefined && goal === 'disclosed'
      ? answer('XCS', 'high', `${secrets.join(', ')} can be read`, secret)
      : answer('XCS', 'no', none),
    answer('XIS', 'no', none),
    answer('XAS', 'no', none),
    answer('XCO', 'no', 'nothing else is reached'),
    image !== undefined
      ? answer('XIO', 'high', `software taken by ${software.join(', ')} can be replaced`, image)
      : answer('XIO', 'no', 'nothing else is reached'),
    answer('XAO', 'no', 'nothing else is reached'),
  ]
}
