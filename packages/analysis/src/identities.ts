/** Questions that rules about keys, sign-in and sessions ask. */
import type { Control, Interface, Key, SessionRules } from '@pericard/model'
import { capabilitiesOf } from './capabilities.ts'
import { enforcedControls, outsideInterfaces } from './elements.ts'
import { fires, type RuleContext, silent, type Verdict } from './rule.ts'

/** What is wrong with an element and what clears it; as mere text, why nothing is. */
export type Answer =
  | string
  | {
      readonly found: string
      readonly advice: string
      /** Key of the element that is wrong, as written in the file. */
      readonly at?: string
    }

/** The verdict on an element, from an answer about it. */
export function verdictOn(element: string, answer: Answer): Verdict {
  if (typeof answer === 'string') return silent(element, answer)
  const at = answer.at === undefined ? undefined : `${element}.${answer.at}`
  return fires(element, answer.found, answer.advice, at)
}

/** One verdict for each key of the kinds. */
export function judgeKeys(
  { file }: RuleContext,
  kinds: readonly Key['kind'][],
  answer: (key: Key) => Answer,
): Verdict[] {
  return file.keys
    .filter(({ kind }) => kinds.includes(kind))
    .map((key) => verdictOn(`keys.${key.id}`, answer(key)))
}

/** Kinds of keys that are secret numbers, not words that people know. */
export const secretKeys = ['symmetric', 'private', 'share', 'signing'] as const

/** Whether a component of the device is at one of its ends. */
function touchesDevice({ components }: RuleContext, { from, to }: Interface): boolean {
  return [from, to].some((id) => components.get(id)?.external === false)
}

/** Interfaces of the device that somebody outside can use: dormant ones only where nothing keeps them shut. */
export function openInterfaces(context: RuleContext): Interface[] {
  return outsideInterfaces(context.file).filter(
    (each) =>
      touchesDevice(context, each) && (each.active || enforcedControls(context, each.closedBy).length === 0),
  )
}

/** Whether it is reached over a network or the air rather than by hand. */
export function isNetwork({ reach }: Interface): boolean {
  return reach !== 'internal' && reach !== 'physical-open' && reach !== 'physical-port'
}

/** Whether it is a file share that a network reaches. */
export function sharesFiles(each: Interface): boolean {
  return isNetwork(each) && /^(t?ftp|smb|cifs|nfs|webdav|afp)/i.test(each.protocol)
}

/** Whether it carries patient data. */
export function carriesPhi({ data }: RuleContext, { carries }: Interface): boolean {
  return carries.some((id) => data.get(id)?.kind === 'phi')
}

/** Whether a caller can ask it for patient data: something goes back, so it is no mere sending. */
export function givesOutPhi(context: RuleContext, each: Interface): boolean {
  return each.direction === 'both' && carriesPhi(context, each)
}

/** What somebody on it can do to the device, in words: command a function, use a capability, serve it, bring software. */
export function usesOf(context: RuleContext, { id, commands, use }: Interface): string[] {
  const { file } = context
  const capabilities = capabilitiesOf(file).map(({ capability }) => capability)
  return [
    ...commands.map((one) => `commands ${one}`),
    ...capabilities.filter((one) => one.interface === id).map((one) => `gives the capability ${one.id}`),
    ...(use === 'service' || use === 'debug' ? [`is for ${use}`] : []),
    ...file.updates
      .filter((one) => one.interface === id && enforcedControls(context, one.verifiedBy).length === 0)
      .map((one) => `takes the update ${one.id}, which nothing verifies`),
  ]
}

/** Functions and patient data that an interface leads to. */
export function targetsOf({ data }: RuleContext, { commands, carries }: Interface): string[] {
  return [...commands, ...carries.filter((id) => data.get(id)?.kind === 'phi')]
}

/** Of each function and patient data, the first of the interfaces that leads to it. */
export function waysTo(context: RuleContext, interfaces: readonly Interface[]): ReadonlyMap<string, string> {
  const ways = new Map<string, string>()
  for (const each of interfaces)
    for (const target of targetsOf(context, each)) if (!ways.has(target)) ways.set(target, each.id)
  return ways
}

/** Passwords that a control rests on. */
export function passwordsOf({ keys }: RuleContext, { restsOn }: Control): Key[] {
  return restsOn.keys.flatMap((id) => keys.get(id) ?? []).filter(({ kind }) => kind === 'password')
}

/** Controls by which a caller proves who it is with a password or PIN; a shared key is none. */
export function guessableSignIns(context: RuleContext, { authentication }: Interface): Control[] {
  return enforcedControls(context, authentication).filter((control) => {
    if (control.factor === 'password' || control.factor === 'pin') return true
    const open = control.factor === undefined || control.factor === 'shared-secret'
    return open && passwordsOf(context, control).length > 0
  })
}

/** One verdict for each interface of the device that can be used from outside. */
export function judgeInterfaces(context: RuleContext, answer: (each: Interface) => Answer): Verdict[] {
  return openInterfaces(context).map((each) => verdictOn(`interfaces.${each.id}`, answer(each)))
}

/** One verdict for each interface of the device that can be used from outside, from the rules of its sessions. */
export function judgeSessions(
  context: RuleContext,
  answer: (rules: SessionRules, each: Interface) => Answer,
): Verdict[] {
  return judgeInterfaces(context, (each) =>
    each.sessionRules === undefined ? '"session-rules" is not stated' : answer(each.sessionRules, each),
  )
}

/** Interfaces that a role may use and that can be used from outside. */
export function interfacesOfRole(context: RuleContext, role: string): Interface[] {
  return openInterfaces(context).filter(({ roles }) => roles.includes(role))
}
