import type { Draft, DraftComponent, DraftControl, DraftData, DraftInterface, DraftSoup } from './draft.ts'
import { elements, type Field, fieldLines } from './yaml-text.ts'

/** The text of a device file, with a comment wherever the source leaves a decision open. */
export function writeDraft(draft: Draft, from: string): string {
  const lines = [
    `# Made from ${from}. Nothing here was known to be true of a medical device before somebody looked:`,
    '# go through every "decide" and run `pericard check` after each change.',
    '# No control is believed to be more than declared; name the mechanism that enforces it, and its probes.',
    'pericard: 1',
    '',
    'device:',
    ...fieldLines(deviceFields(draft.device), '  '),
    '',
    ...block(elements('components', draft.components.map(componentFields))),
    ...block(elements('data', draft.data.map(dataFields))),
    ...block(elements('interfaces', draft.interfaces.map(interfaceFields))),
    ...block(elements('controls', draft.controls.map(controlFields))),
    ...block(
      draft.soup.length === 0 ? [] : ['soup:', ...elements('items', draft.soup.map(soupFields), '  ')],
    ),
    '# decide: functions: what harms a patient when it is commanded, altered or denied? Each needs its harm, its safe state,',
    '#   its commands and their limits. No other format has them, and the function register is empty without them.',
    '# decide: keys and roles: which credentials open what, who holds them, how many devices does one copy open?',
    '# decide: updates, diagnostics, monitoring, stages; service and debug ports belong into interfaces, shut ones too.',
  ]
  return `${lines.join('\n')}\n`
}

function block(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, '']
}

/** A field that may not be there. */
function known(key: string, value: string | undefined): Field[] {
  return value === undefined ? [] : [{ key, value: value }]
}

/** A text that has to be there, and a comment where the source does not have it. */
function required(key: string, value: string | undefined, note: string): Field {
  if (value === undefined) return { key, value: 'To be written', note: `decide: ${note}` }
  return { key, value: value }
}

function decisions(notes: readonly string[] | undefined): Field[] {
  return (notes ?? []).map((note) => ({ key: 'decide', note }))
}

function deviceFields({ id, name, manufacturer, version, intendedUse }: Draft['device']): Field[] {
  return [
    { key: 'id', value: id },
    { key: 'name', value: name },
    required('manufacturer', manufacturer, 'the legal manufacturer'),
    { key: 'udi-di', value: '00000000000000', note: 'decide: the device identifier of your UDI' },
    required('version', version, 'the version of the software as released'),
    {
      ...required('intended-use', intendedUse, ''),
      note: 'decide: as in the instructions for use',
    },
    { key: 'class', value: 'C', note: 'decide: IEC 62304 safety class; C until the risk analysis says less' },
    { key: 'fleet-size', value: 1, note: 'decide: devices in the field' },
  ]
}

function componentFields(component: DraftComponent): Field[] {
  const { id, name, kind, external, zone, host, encryption, soup = [], purpose } = component
  const storage: Field[] =
    encryption === undefined
      ? []
      : [
          { key: 'media', value: 'internal', note: 'decide: does the medium leave the room easily?' },
          { key: 'encryption', value: encryption.length === 0 ? 'none' : encryption },
        ]
  return [
    { key: 'id', value: id },
    { key: 'name', value: name },
    { key: 'kind', value: kind },
    ...(external ? [{ key: 'external', value: true }] : []),
    { key: 'zone', value: zone },
    ...known('host', host),
    ...(storage.length === 0 ? [] : [{ key: 'storage', value: storage }]),
    ...(soup.length === 0 ? [] : [{ key: 'soup', value: soup }]),
    required('purpose', purpose, 'what it is for'),
    ...decisions(component.decisions),
  ]
}

function dataFields({ id, kind, at, about, decisions: notes }: DraftData): Field[] {
  const open: Field[] = [
    { key: 'why', note: 'decide: why it is held at all; data that nobody needs is not kept' },
    { key: 'keep', note: 'decide: for how long, such as 72h' },
    { key: 'records', note: 'decide: data subjects held at once on one device' },
  ]
  return [
    { key: 'id', value: id },
    { key: 'kind', value: kind, note: notes?.map((note) => `decide: ${note}`).join('; ') },
    { key: 'at', value: at },
    ...(kind === 'phi' ? open : []),
    ...(about === undefined ? [] : [{ key: 'the source says', note: about }]),
  ]
}

function interfaceFields(one: DraftInterface): Field[] {
  return [
    { key: 'id', value: one.id },
    { key: 'from', value: one.from },
    { key: 'to', value: one.to },
    required('protocol', one.protocol, 'protocol, and its version beside it'),
    ...(one.carries.length === 0 ? [] : [{ key: 'carries', value: one.carries }]),
    { key: 'reach', value: one.reach, note: 'decide: from where can it be touched?' },
    ...(one.authentication.length === 0 ? [] : [{ key: 'authentication', value: one.authentication }]),
    ...(one.protection.length === 0 ? [] : [{ key: 'protection', value: one.protection }]),
    ...(one.about === undefined ? [] : [{ key: 'the source says', note: one.about }]),
    ...decisions(one.decisions),
  ]
}

function controlFields({ id, title, kind, decisions: notes }: DraftControl): Field[] {
  return [
    { key: 'id', value: id },
    { key: 'title', value: title },
    { key: 'kind', value: kind },
    { key: 'enforcement', value: [{ key: 'by', value: 'nobody' }], note: 'decide: what makes it hold?' },
    ...decisions(notes),
  ]
}

function soupFields({ id, title, version, manufacturer, purl, kind, purpose }: DraftSoup): Field[] {
  return [
    { key: 'id', value: id },
    ...known('purl', purl),
    { key: 'title', value: title },
    required('manufacturer', manufacturer, 'who makes it'),
    required('version', version, 'its unique designation'),
    required('purpose', purpose, 'what the device uses it for'),
    ...known('kind', kind),
  ]
}
