import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

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
  judge({ file, now }: RuleContext): Verdict[] {
    return file.soup.items.map(({ id, version, support, endOfSupport }) => {
      const element = `soup.${id}`
      const ended = endOfSupport !== undefined && Date.parse(endOfSupport) < now
      if (!ended && support !== 'abandoned' && support !== 'no-longer-maintained')
        return silent(element, `its support is ${support ?? 'not stated'} and has not ended`)
      const until = endOfSupport === undefined ? '' : `, supported until ${endOfSupport}`
      const because = `${id} ${version} is ${support ?? 'of unstated support'}${until}`
      return fires(element, because, 'move to a supported release, or maintain it and say so')
    })
  },
}
