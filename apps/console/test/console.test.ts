/** The console as people meet it: built, under the fleet's content security policy, in Chromium. */
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build } from 'vite'
import { startMockServer, type MockServer } from './mock-server.ts'

const candidates = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const executablePath = candidates.find((path) => path !== '' && existsSync(path))
const skip =
  executablePath === undefined && process.env['CI'] !== 'true'
    ? 'Chromium is not installed (apt-get install chromium)'
    : false
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const devicePath = '/devices/infusion-pump:SN-0001'

describe('the console in Chromium', { skip }, () => {
  let server: MockServer
  let browser: Browser
  const complaints: string[] = []

  before(async () => {
    await build({ configFile: new URL('../vite.config.ts', import.meta.url).pathname, logLevel: 'error' })
    server = await startMockServer()
    assert.ok(executablePath, 'CI=true, but Chromium is not installed (apt-get install chromium)')
    browser = await chromium.launch({ executablePath, args })
  })
  after(async () => {
    await browser?.close()
    await server?.close()
  })

  async function open(path: string, width = 1440, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    page.on('pageerror', ({ message }) => complaints.push(message))
    page.on('console', (message) => {
      // A refusal of the API is an answer, not a fault of the page.
      if (message.type() === 'error' && !message.text().includes('the server responded'))
        complaints.push(message.text())
    })
    await page.goto(server.url + path)
    return page
  }

  const cell = (page: Page, goal: string, level: string) =>
    page.locator(`tr[data-goal="${goal}"] td[data-level="${level}"]`)

  test('a device shows its depths, what is wanted and how the weakest goal is reached', async () => {
    const page = await open(devicePath)
    await page.locator('.react-flow__node').first().waitFor()
    assert.match(
      await cell(page, 'deliver-drug/overdriven', 'declared').innerText(),
      /depth 2, wanted 2, met/,
    )
    assert.match(
      await cell(page, 'deliver-drug/overdriven', 'proven').innerText(),
      /depth 1, wanted 2, below/,
    )
    assert.equal(await page.locator('.node.goal').innerText(), 'dosing-history disclosed')
    assert.equal(await page.locator('.node.event').count(), 1)
    await page.context().close()
  })

  test('a device says what it runs of each component, and which update failed and why', async () => {
    const page = await open(devicePath)
    await page.locator('ul.software li').first().waitFor()
    const lines = await page.locator('ul.software li').allInnerTexts()
    const said = lines.map((line) => line.replaceAll(/\s+/g, ' '))
    assert.equal(said.length, 3)
    assert.match(said[0] ?? '', /^controller runs release 14 .*up to date/)
    assert.match(said[1] ?? '', /^gateway-app runs release 6 .*update refused: UPDATE_IMAGE_ALTERED/)
    assert.match(said[2] ?? '', /^touch-screen runs release 3 .*release 4 waits until the device is idle/)
    assert.equal(await page.locator('ul.software .chip.bad').count(), 1)
    await page.context().close()
  })

  test('clicking an event changes the depths at once and is kept in the address; Reset takes it back', async () => {
    const page = await open(devicePath)
    const overdriven = cell(page, 'deliver-drug/overdriven', 'declared')
    await page.locator('[data-event="soup:openssl"]').click()
    assert.match(await overdriven.innerText(), /2 → 1/)
    assert.equal(new URL(page.url()).search, '?assume=soup:openssl')
    await page.reload()
    await overdriven.waitFor()
    assert.match(await overdriven.innerText(), /2 → 1/)
    await page.getByRole('button', { name: 'Reset' }).click()
    assert.doesNotMatch(await overdriven.innerText(), /→/)
    assert.equal(new URL(page.url()).search, '')
    await page.context().close()
  })

  test('clicking a diamond of the graph assumes its event', async () => {
    const page = await open(devicePath)
    await page.locator('.node.event button').first().click()
    assert.equal(new URL(page.url()).search, '?assume=control:link-tls')
    assert.match(await cell(page, 'dosing-history/disclosed', 'declared').innerText(), /1 → 0/)
    await page.context().close()
  })

  test('choosing a goal draws its attacks, and one that nothing reaches says so', async () => {
    const page = await open(devicePath)
    await page.getByRole('button', { name: 'Show attacks on deliver-drug: altered' }).press('Enter')
    await page.locator('.node.goal', { hasText: 'deliver-drug altered' }).waitFor()
    assert.equal(await page.locator('.node.event').count(), 3)
    await page.getByRole('button', { name: 'Show attacks on vital-signs: lost' }).click()
    await page.getByText('No attack of three failures or fewer').waitFor()
    await page.context().close()
  })

  test('the fleet list is worked by keyboard: slash, letters, arrows, Enter', async () => {
    const page = await open('/')
    await page.locator('table.fleet').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('e')
    await page.keyboard.press('ArrowDown')
    assert.match(await page.locator('tr[aria-current="true"]').innerText(), /EMG recorder/)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${devicePath}`)
    await page.goBack()
    await page.getByRole('textbox', { name: 'Search devices' }).fill('no such thing')
    await page.getByText('No device matches').waitFor()
    await page.context().close()
  })

  const current = (page: Page): Promise<string> => page.locator('tr[aria-current="true"]').innerText()

  test('triage is worked by keyboard: j, k, Enter shows where it is, ? lists the keys', async () => {
    const page = await open('/soup')
    await page.getByText('To look at').waitFor()
    assert.match(await current(page), /CVE-2021-23337[^]*dosing-history disclosed[^]*2 → 0[^]*and 1 more/)
    await page.keyboard.press('j')
    assert.match(await current(page), /CVE-2020-28500[^]*open again/)
    await page.getByText('it was about version 4.17.19, and this is 4.17.20').waitFor()
    await page.keyboard.press('k')
    assert.match(await current(page), /CVE-2021-23337/)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByText('CVE-2020-28500 reaches 312 devices of 2 releases').waitFor()
    assert.equal(new URL(page.url()).search, '?where=CVE-2020-28500')
    assert.equal(await page.locator('.blast-to').count(), 2)
    await page.keyboard.press('?')
    await page.getByText('the next finding').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('the next finding').waitFor({ state: 'hidden' })
    const box = page.getByRole('textbox', { name: 'Vulnerability or component' })
    await box.fill('lodash')
    await box.press('Enter')
    await page.getByText('lodash reaches 312 devices').waitFor()
    await box.fill('nobody')
    await box.press('Enter')
    await page.getByText('nobody is in no device').waitFor()
    assert.match(await current(page), /CVE-2020-28500/, 'what is typed moves nothing')
    await page.context().close()
  })

  test('d decides in the name of who is signed in; a refusal is shown; what is settled leaves the list', async () => {
    const page = await open('/soup')
    await page.getByText('To look at').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('d')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    const send = dialog.getByRole('button', { name: 'Decide as Ada Example' })
    assert.equal(await send.isDisabled(), true, 'a decision needs a reason')
    await dialog.getByLabel('Reason, in your words').fill('j and k are typed here, and never called')
    await dialog.getByLabel('Until').fill('2020-01-01')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      assert.deepEqual(await seriousViolations(page), [], colorScheme)
    }
    await send.click()
    await dialog.getByText('wanted a day after today').waitFor()
    await dialog.getByLabel('Until').fill('2027-06-30')
    await send.click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('1 settled').waitFor()
    assert.doesNotMatch(await page.locator('#triage').innerText(), /CVE-2020-28500/)
    const decided = {
      ...{ release: 'r1', vulnerability: 'CVE-2020-28500', component: 'pkg:npm/lodash@4.17.20' },
      ...{ status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path' },
      ...{ because: 'j and k are typed here, and never called', until: '2027-06-30' },
    }
    assert.deepEqual(server.decided, [decided])
    await page.context().close()
  })

  test('what the device file says nothing of asks why it holds in any device; "affected" asks what is done', async () => {
    const page = await open('/soup')
    await page.getByText('CVE-2024-39338').click()
    await page.getByRole('button', { name: 'Decide (d)' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why it holds in any device').waitFor()
    await dialog.getByLabel('Status').selectOption('affected')
    await dialog.getByLabel('What is done about it').waitFor()
    assert.equal(await dialog.getByLabel('Why it holds in any device').count(), 0)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await page.context().close()
  })

  test('states are counted, a release lists its components with the reason, and the devices page what lowers a depth', async () => {
    const page = await open('/soup')
    const states = page.getByRole('region', { name: 'States' })
    for (const text of [
      /2\s*affected/,
      /3\s*not affected/,
      /88\s*no data/,
      /1\s*undecidable/,
      /2\s*unknown identity/,
    ])
      assert.match(await states.innerText(), text)
    await page.getByRole('button', { name: 'Infusion pump 2.4' }).click()
    await page.getByText('outside the versions of CVE-2023-4316 (< 3.22.3)').waitFor()
    await page.goto(`${server.url}/`)
    const dangers = page.getByRole('region', { name: 'What lowers a depth' })
    await dangers.getByText('CVE-2021-23337').waitFor()
    assert.doesNotMatch(await dangers.innerText(), /CVE-2024-39338/)
    await page.context().close()
  })

  test('an event that the device reports appears without a reload', async () => {
    const page = await open(devicePath)
    await page.getByText('Live', { exact: true }).waitFor()
    server.emit('command-refused', 'deliver-drug/set-rate')
    await page.getByText('deliver-drug/set-rate').waitFor()
    await page.context().close()
  })

  test('a device is revoked only after its serial number was typed, with the header that forbids forgery', async () => {
    const page = await open(devicePath)
    await page.getByRole('button', { name: 'Revoke' }).click()
    const confirm = page.getByRole('button', { name: 'Revoke SN-0001' })
    await page.getByLabel('Type the serial number').fill('SN-0002')
    assert.equal(await confirm.isDisabled(), true)
    await page.getByLabel('Type the serial number').fill('SN-0001')
    await confirm.click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    assert.equal(server.posted.at(-1), '/api/devices/infusion-pump:SN-0001/revoke 1')
    await page.context().close()
  })

  test('no page scrolls sideways at 900 or 1440 pixels', async () => {
    for (const path of ['/', '/soup?where=lodash', `${devicePath}?assume=soup:openssl`, '/signed-out']) {
      const page = await open(path)
      await page.locator('main h1').waitFor()
      for (const width of [900, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width, path)
      }
      await page.context().close()
    }
  })

  test('axe finds nothing serious, light or dark', async () => {
    for (const path of ['/', '/soup?where=CVE-2020-28500', `${devicePath}?assume=soup:openssl`]) {
      const page = await open(path)
      await page.locator('table').first().waitFor()
      if (path.startsWith('/devices')) await page.locator('.react-flow__node').first().waitFor()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
        assert.deepEqual(await seriousViolations(page), [], `${path} ${colorScheme}`)
      }
      await page.context().close()
    }
  })

  test('no page complained, so the content security policy let everything through that it needs', () => {
    assert.deepEqual(complaints, [])
  })

  test('without a session every page says how to get a link', async () => {
    server.signOut()
    const page = await open(devicePath)
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    await page.context().close()
  })
})

async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ html }) => html)
        .slice(0, 3)
        .join(' ')}`,
  )
}
