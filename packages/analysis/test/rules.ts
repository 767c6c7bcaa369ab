/** What a rule says of a small device: the elements that it fires on, and those where it stays silent. */
import { type Rule, ruleContext } from '../src/rule.ts'
import { device, type DeviceParts } from './device.ts'

const defaultNow = Date.UTC(2026, 0, 1)

export function firing(rule: Rule, parts: DeviceParts, now: number = defaultNow): string[] {
  const verdicts = rule.judge(ruleContext(device(parts), now))
  return verdicts.filter(({ advice }) => advice !== undefined).map(({ element }) => element)
}

/** Elements that the rule looked at and let pass. An element that it cannot apply to is not among them. */
export function silentOn(rule: Rule, parts: DeviceParts, now: number = defaultNow): string[] {
  const verdicts = rule.judge(ruleContext(device(parts), now))
  return verdicts.filter(({ advice }) => advice === undefined).map(({ element }) => element)
}
