/** What a fleet says of its SOUP: two releases, findings of each kind, and decisions that are kept. */
import type {
  SoupAlertView,
  SoupComponent,
  SoupDecisionRequest,
  SoupFindingView,
  SoupRelease,
  SoupTriage,
  SoupTriageRow,
} from '@pericard/protocol/operator-api'

const release: Omit<SoupRelease, 'components' | 'classes' | 'open'> = {
  ...{ id: 'r1', model: 'infusion-pump', name: 'Infusion pump', maker: 'Example' },
  ...{ version: '2.4', devices: 12 },
}
const older = { ...release, id: 'r2', version: '2.3', devices: 300 }
const classes = {
  ...{ affected: 2, 'not-affected': 3, 'no-advisory-data': 88 },
  ...{ 'undecidable-version': 1, 'identity-unknown': 2 },
}
const plain: SoupFindingView = {
  ...{ component: 'lodash', version: '4.17.20', purl: 'pkg:npm/lodash@4.17.20', event: 'soup:lodash' },
  ...{ vulnerability: 'CVE-2021-23337', aliases: ['GHSA-35jh-r3h4-6jhm'], lowers: [], because: '' },
  summary: 'Command injection through the template function of lodash',
}
const fall = (asset: string, goal: string, after: number): SoupFindingView['lowers'][number] => ({
  ...{ asset, goal, before: 2, after },
})
const findings: readonly SoupFindingView[] = [
  {
    ...{ ...plain, severity: 'high 7.2', safetyClass: 'B', exploitedSince: '2026-03-01' },
    lowers: [
      fall('dosing-history', 'disclosed', 0),
      fall('deliver-drug', 'overdriven', 1),
      fall('vital-signs', 'altered', 1),
    ],
    because: 'dosing-history disclosed: depth 2 falls to 0',
  },
  {
    ...{ ...plain, vulnerability: 'CVE-2020-28500', severity: 'medium 5.3', aliases: [] },
    summary: 'Regular expression denial of service in lodash',
    lowers: [fall('dosing-history', 'disclosed', 1)],
    because: 'dosing-history disclosed: depth 2 falls to 1',
    decision: {
      ...{ status: 'not_affected', by: 'Ada Example', because: 'never called' },
      reopened: ['it was about version 4.17.19, and this is 4.17.20'],
    },
  },
  {
    ...{ component: 'axios', version: '1.6.2', purl: 'pkg:npm/axios@1.6.2', aliases: [], lowers: [] },
    ...{ vulnerability: 'CVE-2024-39338', summary: 'Server-side request forgery in axios' },
    because:
      'no item under "soup:" in the device file has this purl, so what its compromise would do is not known',
  },
]

export class MockSoup {
  /** What was decided here. */
  readonly decided: SoupDecisionRequest[] = []

  /** Why it cannot be decided, as the fleet says it. */
  decide(asked: SoupDecisionRequest): string | undefined {
    if (asked.until !== undefined && asked.until < '2026-06-01')
      return `until: found ${asked.until}, wanted a day after today (2026-06-01, UTC)`
    this.decided.push(asked)
    return undefined
  }

  answer({ pathname, searchParams }: URL): unknown {
    const place = {
      components: [{ name: 'lodash', version: '4.17.20', type: 'library' }],
      devices: ['infusion-pump:SN-0001'],
    }
    if (pathname === '/api/me') return { name: 'Ada Example' }
    if (pathname === '/api/soup/triage') return this.#triage()
    if (pathname === '/api/soup/releases')
      return [release, older].map((each) => ({ ...each, components: 96, classes, open: 2 }))
    if (pathname === '/api/soup/releases/r1/components') return components
    if (pathname === '/api/soup/alerts') return alerts
    if (pathname.startsWith('/api/soup/vulnerabilities/') || searchParams.get('name') === 'lodash')
      return [older, release].map((each) => ({ release: each, ...place }))
    return pathname === '/api/soup/components' ? [] : undefined
  }

  #triage(): SoupTriage {
    const rows = findings.flatMap((finding): SoupTriageRow[] => [{ release, finding }])
    const isDecided = ({ finding }: SoupTriageRow): boolean =>
      this.decided.some(
        ({ vulnerability, status }) => vulnerability === finding.vulnerability && status === 'not_affected',
      )
    const open = rows.filter((row) => !isDecided(row))
    const settled = rows.filter(isDecided).map((row) => ({
      ...{ release, component: row.finding.component, version: row.finding.version },
      ...{ vulnerability: row.finding.vulnerability, state: 'not-affected' },
      because: 'never called (Ada Example)',
    }))
    const counts = { open: open.length, settled: settled.length, carried: 0, reopened: 1 }
    return { counts, classes, open, settled }
  }
}

const components: readonly SoupComponent[] = [
  {
    ...{ component: { name: 'zod', version: '4.6.7', purl: 'pkg:npm/zod@4.6.7' }, class: 'not-affected' },
    ...{ because: 'npm zod 4.6.7 is outside the versions of CVE-2023-4316 (< 3.22.3)', vulnerabilities: [] },
  },
  {
    ...{
      component: { name: 'lodash', version: '4.17.20' },
      class: 'affected',
      because: 'lodash is affected',
    },
    vulnerabilities: ['CVE-2021-23337'],
  },
]
const alerts: readonly SoupAlertView[] = ['CVE-2020-28500', 'CVE-2021-23337'].map((vulnerability, index) => ({
  ...{ sequence: index + 1, at: Date.UTC(2026, 5, 1), release: 'r1', model: 'infusion-pump', version: '2.4' },
  ...{ vulnerability, change: 'opened', because: 'advisory', devices: 312 },
  ...{ lowers: [fall('dosing-history', 'disclosed', 1)], means: '' },
}))
