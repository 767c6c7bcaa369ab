import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const unsupportedSoup: Rule = {
  id: 'unsupported-soup',
  title: 'Third-party software is no longer supported',
  goesWrong:
    'The next vulnerability in it will never be fixed, and the device will be in use for ten more years.',
  cwe: [1104],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Replace it, or take over its maintenance and say so.',
  verify: 'A reviewer checks the support statement of its maker.',
  falseAlarm: 'The maker of the device maintains it: then support is `maintained`.',
  check(file: DeviceFile, now: number): Hit[] {
    return file.soup.items
      .filter(({ support, endOfSupport }) => {
        const ended = endOfSupport !== undefined && Date.parse(endOfSupport) < now
        return ended || support === 'abandoned' || support === 'no-longer-maintained'
      })
      .map(({ id, version, support, endOfSupport }) => ({
        element: `soup.${id}`,
        because: `${id} ${version} is ${support ?? 'of unstated support'}${endOfSupport === undefined ? '' : `, supported until ${endOfSupport}`}`,
        advice: 'move to a supported release, or maintain it and say so',
      }))
  },
}
