import test from 'node:test'
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { analyse, type Level } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import {
  type RegisterDocument,
  registerIds,
  registersOf,
  renderCsv,
  renderJson,
  renderPage,
  renderText,
  sheetsOf,
  viewsOf,
} from '@pericard/report'
import { chromium } from 'playwright-core'
import { device } from '../../analysis/test/device.ts'

const now = Date.UTC(2026, 0, 10)

function documentOf(file: DeviceFile, level: Level = 'declared'): RegisterDocument {
  const at = (one: Level) => analyse(file, { now, level: one })
  return registersOf(
    file,
    { declared: at('declared'), enforced: at('enforced'), proven: at('proven') },
    { level, now },
  )
}

const nasty = '<script>document.title="taken"</script><img src=x onerror=alert(1)>'

/** One way in, one control on it, one patient record item and one function. */
function ward(parts: Partial<Parameters<typeof device>[0]> = {}): DeviceFile {
  return device({
    device: { fleetSize: 100 },
    components: [{ id: 'pump' }, { id: 'net', external: true, protectedBy: ['sign-in'] }],
    data: [
      {
        id: 'doses',
        kind: 'phi',
        at: ['pump'],
        records: 5,
        elements: ['dose', 'name'],
        why: '=1+1',
        keep: 1,
      },
    ],
    functions: [
      { id: 'deliver', component: 'pump', harm: 'critical', hazard: 'HAZ-7', safeState: 'stopped' },
    ],
    interfaces: [
      {
        id: 'api',
        from: 'net',
        to: 'pump',
        reach: 'ward-network',
        authentication: ['sign-in'],
        protection: ['sign-in'],
        carries: ['doses'],
        commands: ['deliver'],
      },
    ],
    controls: ['sign-in'],
    ...parts,
  })
}

test('the breach register has depth at three levels, records, the 500 mark and the four factors', () => {
  const { breach } = documentOf(ward())
  const entry = breach.find(({ goal }) => goal === 'disclosed')
  assert.equal(entry?.recordsInFleet, 500)
  assert.equal(entry?.fiveHundred, true)
  assert.deepEqual(entry?.elements, ['dose', 'name'])
  assert.ok(entry !== undefined && entry.depths.declared >= entry.depths.proven)
  assert.equal(entry.depths.proven, 0, 'nothing is proven here')
  const [sheet] = sheetsOf(documentOf(ward()), ['breach'])
  const labels = sheet?.entries[0]?.fields.map(([label]) => label) ?? []
  for (const factor of [1, 2, 3, 4]) assert.ok(labels.some((label) => label.startsWith(`Factor ${factor}`)))
})

test('the function register names harm, hazard, safe state and how the function fails', () => {
  const [sheet] = sheetsOf(documentOf(ward()), ['function'])
  const entry = sheet?.entries.find(({ heading }) => heading === 'deliver denied')
  const fields = new Map(entry?.fields)
  assert.equal(fields.get('Hazard'), 'HAZ-7')
  assert.equal(fields.get('Safe state'), 'stopped')
  assert.match(fields.get('How it fails') ?? '', /missing/)
})

test('standing follows the level that was asked for', () => {
  const heading = 'doses disclosed'
  const standingAt = (level: Level): string | undefined =>
    sheetsOf(documentOf(ward({ policy: { phi: { disclosed: 1, altered: 1, lost: 1 } } }), level), [
      'breach',
    ])[0]?.entries.find((entry) => entry.heading === heading)?.standing
  assert.equal(standingAt('declared'), 'met')
  assert.equal(standingAt('proven'), 'open today')
})

test('residual risk tells decisions in force from expired, missing and needless ones', () => {
  const decision = { owner: 'Ada', reason: 'small ward', expires: '2026-12-31' }
  const file = ward({
    accepted: [
      { id: 'a1', finding: 'doses/disclosed', ...decision },
      { id: 'a2', finding: 'doses/altered', ...decision, expires: '2025-12-31' },
      { id: 'a3', finding: 'doses/gone', ...decision },
      { id: 'a4', finding: 'doses/gone-too', ...decision, expires: '2026-01-09' },
      { id: 'a5', finding: 'doses/gone-last-day', ...decision, expires: '2026-01-10' },
    ],
  })
  const { residual } = documentOf(file)
  const decisionOn = (risk: string): string | undefined => residual.find((one) => one.risk === risk)?.decision
  assert.equal(decisionOn('doses/disclosed'), 'accepted')
  assert.equal(decisionOn('doses/altered'), 'expired')
  assert.equal(decisionOn('deliver/commanded'), 'none')
  assert.equal(decisionOn('doses/gone'), 'not needed')
  assert.equal(decisionOn('doses/gone-too'), 'expired')
  assert.equal(decisionOn('doses/gone-last-day'), 'not needed', 'a decision holds to the end of its day')
  assert.equal(residual.find(({ risk }) => risk === 'doses/disclosed')?.owner, 'Ada')
  assert.equal(residual[0]?.decision, 'none', 'what nobody decided stands first')
})

test('renderCsv() quotes as RFC 4180 wants, keeps numbers numbers and takes the power from formulas', () => {
  const sheet = {
    id: 'breach' as const,
    title: 't',
    about: 'a',
    none: 'n',
    entries: [
      {
        heading: 'h',
        standing: 'met' as const,
        fields: [
          ['Formula', '=HYPERLINK("http://x")'],
          ['Spaced', '  +1'],
          ['At', '@SUM(A1)'],
          ['Minus', '-2+3'],
          ['Wide', '＝1'],
          ['Quote', 'a "b", c\nd'],
          ['Number', '1,488,000'],
        ] as const,
      },
    ],
  }
  const lines = renderCsv(sheet).split('\r\n')
  assert.equal(lines[0], '"Standing","Formula","Spaced","At","Minus","Wide","Quote","Number"')
  assert.equal(
    lines[1],
    `"met","'=HYPERLINK(""http://x"")","' +1","'@SUM(A1)","'-2+3","'＝1","a ""b"", c d","1488000"`,
  )
  assert.equal(lines[2], '', 'the last record ends with a line break')
})

test('every register as CSV has the same number of cells in each record', () => {
  for (const sheet of sheetsOf(documentOf(ward()), registerIds)) {
    const widths = renderCsv(sheet)
      .trimEnd()
      .split('\r\n')
      .map((line) => line.match(/"(?:[^"]|"")*"/g)?.length)
    assert.equal(new Set(widths).size, 1, sheet.id)
  }
})

test('renderJson() gives the parts that were asked for and parses back to the same', () => {
  const document = documentOf(ward())
  const all = JSON.parse(renderJson(document, registerIds)) as Record<string, unknown>
  assert.equal(all['format'], 'pericard-registers')
  assert.deepEqual(all, JSON.parse(JSON.stringify(document)))
  const one = JSON.parse(renderJson(document, ['breach'])) as Record<string, unknown>
  assert.ok('breach' in one && !('functions' in one) && 'device' in one)
})

test('no register speaks of likelihood or probability, nor lets a terminal take orders', () => {
  const escape = String.fromCharCode(27)
  const document = documentOf(ward({ device: { name: `D${escape}[31m` } }))
  const text = renderText(document, sheetsOf(document, registerIds))
  assert.doesNotMatch(text, /likelihood|probab/i)
  assert.ok(!text.includes(escape))
  assert.ok(text.split('\n').every((line) => line.length <= 160))
})

test('renderPage() has no script, no request, no inline style, and a policy against all of them', async () => {
  const file = ward({
    device: { name: nasty },
    components: [
      { id: 'pump', name: nasty, purpose: nasty },
      { id: 'net', external: true },
    ],
    data: [{ id: 'doses', kind: 'phi', at: ['pump'], why: nasty, elements: [nasty] }],
  })
  const document = documentOf(file)
  const page = renderPage(
    document,
    sheetsOf(document, registerIds),
    await viewsOf(file, analyse(file, { now })),
  )
  assert.ok(!page.includes('<script') && !page.includes('<img'))
  assert.match(page, /content="default-src &#39;none&#39;; style-src &#39;sha256-/)
  assert.doesNotMatch(page, / style="| on[a-z]+="|(src|href)="[^#]/)
  assert.equal(
    page,
    renderPage(document, sheetsOf(document, registerIds), await viewsOf(file, analyse(file, { now }))),
  )
})

const browser = '/usr/bin/chromium'

test('the page asks for nothing, runs nothing and fits its window', {
  skip: existsSync(browser) ? false : `${browser} is not installed`,
}, async () => {
  const file = ward({
    components: [
      { id: 'pump', name: nasty },
      { id: 'net', external: true },
    ],
  })
  const document = documentOf(file)
  const html = renderPage(
    document,
    sheetsOf(document, registerIds),
    await viewsOf(file, analyse(file, { now })),
  )
  const running = await chromium.launch({
    executablePath: browser,
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await running.newPage({ viewport: { width: 900, height: 900 } })
    const said: string[] = []
    const asked: string[] = []
    page.on('console', (message) => said.push(message.text()))
    page.on('request', (request) => asked.push(request.url()))
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: html }))
    await page.goto('http://page.invalid/')
    assert.deepEqual(asked, ['http://page.invalid/'])
    assert.deepEqual(said, [], 'the policy had nothing to stop, its own style sheet included')
    assert.match(await page.title(), /^Security registers:/)
    const measured = await page.evaluate(
      '[document.documentElement.scrollWidth, getComputedStyle(document.querySelector(".entry")).borderLeftWidth]',
    )
    assert.deepEqual(measured, [900, '6px'], 'nothing wider than the window, and the style sheet applies')
  } finally {
    await running.close()
  }
})
