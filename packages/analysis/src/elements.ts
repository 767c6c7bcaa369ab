/** Questions that several rules ask of elements. */
import type {
  Component,
  Control,
  DataItem,
  DeviceFile,
  InputTopic,
  Interface,
  Language,
} from '@pericard/model'
import { fires, type RuleContext, silent, type Verdict } from './rule.ts'

/** Patient data of a device file. */
export function phiOf(file: DeviceFile): DataItem[] {
  return file.data.filter(({ kind }) => kind === 'phi')
}

/** Components of the device itself, without systems that it only trusts. */
export function ownComponents(file: DeviceFile): Component[] {
  return file.components.filter(({ external }) => !external)
}

/** Interfaces that somebody outside the device can touch, dormant ones included. */
export function outsideInterfaces(file: DeviceFile): Interface[] {
  return file.interfaces.filter(({ reach }) => reach !== 'internal')
}

/** Interfaces that are reached over a network or the air, where a stranger need not be seen. */
export function networkInterfaces(file: DeviceFile): Interface[] {
  return outsideInterfaces(file).filter(({ reach }) => reach !== 'physical-open' && reach !== 'physical-port')
}

/** Ends of an interface that belong to the device and take in what arrives on it. */
export function ownReceivers({ components }: RuleContext, { from, to, direction }: Interface): Component[] {
  const ends = direction === 'both' ? [to, from] : [to]
  return ends.flatMap((id) => components.get(id) ?? []).filter(({ external }) => !external)
}

/** The controls of these ids that somebody or something enforces. */
export function enforcedControls({ controls }: RuleContext, ids: readonly string[]): Control[] {
  return ids.flatMap((id) => controls.get(id) ?? []).filter(({ enforcement }) => enforcement.by !== 'nobody')
}

/** Controls that stop a topic on the way in or inside a receiver. */
export function stoppersOf(context: RuleContext, each: Interface, topic: InputTopic): string[] {
  const ids = [...each.validation, ...ownReceivers(context, each).flatMap(({ hardenedBy }) => hardenedBy)]
  return enforcedControls(context, [...new Set(ids)])
    .filter(({ stops }) => stops.includes(topic))
    .map(({ id }) => id)
}

/**
 * Fires on each interface whose receiver does `topic` with input and where no control stops it.
 *
 * @param doing what the receiver does, to follow "its receiver": "puts input into SQL"
 */
export function judgeTopic(
  context: RuleContext,
  topic: InputTopic,
  doing: string,
  advice: string,
): Verdict[] {
  return context.file.interfaces.flatMap((each): Verdict[] => {
    if (ownReceivers(context, each).length === 0) return []
    const element = `interfaces.${each.id}`
    if (!each.handles.includes(topic)) return [silent(element, `"handles" does not name ${topic}`)]
    const stoppers = stoppersOf(context, each, topic)
    if (stoppers.length > 0) return [silent(element, `${stoppers.join(' and ')} stop ${topic}`)]
    const because = `the receiver of ${each.id} ${doing} and no control of "validation" or "hardened-by" stops ${topic}`
    return [fires(element, because, advice, `${element}.handles`)]
  })
}

const unsafeLanguages: ReadonlySet<Language> = new Set(['assembly', 'c', 'c++'])

/** Whether a component is written, in part, in a language that does not keep memory safe. */
export function isMemoryUnsafe({ languages }: Component): boolean {
  return languages.some((language) => unsafeLanguages.has(language))
}

/** Interfaces from outside the device by which input reaches a component. */
export function inputsOf({ file }: RuleContext, { id }: Component): Interface[] {
  return outsideInterfaces(file).filter(
    ({ from, to, direction }) => to === id || (direction === 'both' && from === id),
  )
}

/**
 * Fires on each component that takes input from outside, is written in a memory-unsafe language (or does not say in which,
 * while an interface says that its receiver `handles` the topic), and where no control stops the topic on every way in.
 */
export function judgeMemoryTopic(
  context: RuleContext,
  topic: InputTopic,
  goesWrong: string,
  advice: string,
): Verdict[] {
  return ownComponents(context.file).map((component) => {
    const element = `components.${component.id}`
    const { languages } = component
    if (languages.length > 0 && !isMemoryUnsafe(component))
      return silent(element, `it is written in ${languages.join(', ')}, where memory is safe`)
    const inputs = inputsOf(context, component)
    if (inputs.length === 0) return silent(element, 'no input from outside reaches it directly')
    const stated = languages.length > 0 ? inputs : inputs.filter(({ handles }) => handles.includes(topic))
    if (stated.length === 0) return silent(element, '"languages" does not say what it is written in')
    const open = stated.filter((each) => stoppersOf(context, each, topic).length === 0)
    if (open.length === 0) return silent(element, `what reaches it is checked for ${topic}`)
    const by = open.map(({ id }) => id).join(', ')
    const written = languages.length > 0 ? `is written in ${languages.join(', ')}` : `handles ${topic}`
    return fires(element, `${component.id} ${written}, is reached by ${by}, and ${goesWrong}`, advice)
  })
}
