import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const controlUsedNowhere: Rule = {
  id: 'control-used-nowhere',
  title: 'A control is declared and named nowhere',
  goesWrong: 'It protects nothing that the analysis knows of.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Name it where it stands, or take it out.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'The file is being written: finish it.',

  judge(context: RuleContext): Verdict[] {
    return context.file.controls.map((each) => {
      const element = `controls.${each.id}`
      if (isNamed(context, each.id)) return silent(element, 'the file says where it stands')
      return fires(element, `no element names ${each.id}`, 'name it where it stands, or take it out')
    })
  },
}

/** Whether any element but the control itself names it in a list of its own. */
function isNamed({ file }: RuleContext, control: string): boolean {
  const names = (value: unknown): boolean =>
    value === control ||
    (Array.isArray(value)
      ? value.some(names)
      : typeof value === 'object' && value !== null && Object.values(value).some(names))
  const others = file.controls
    .filter(({ id }) => id !== control)
    .map(({ restsOn, sideEffectsTreatedBy }) => [restsOn.controls, sideEffectsTreatedBy])
  const elsewhere = [
    ...[file.hosts, file.components, file.data, file.backups, file.functions, file.interfaces, file.keys],
    ...[file.updates, file.diagnostics, file.monitoring, file.stages, file.vault, file.logging ?? {}],
  ]
  return names(others) || names(elsewhere)
}
