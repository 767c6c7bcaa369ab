/** What only a browser knows: whether drawn words stand on each other or leave their picture. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { analyse } from '@pericard/analysis'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { viewsOf } from '@pericard/report'
import { chromium } from 'playwright-core'
import { element, type Markup } from '../src/text/markup.ts'
import { diagramSheet } from '../src/diagram/sheet.ts'
import { largeDevice } from './large.ts'

const browser = '/usr/bin/chromium'

/** Every fault of the pictures in a page: words on words, words outside their picture, words that leave their box. */
async function faultsOf(pictures: readonly Markup[]): Promise<string[]> {
  const running = await chromium.launch({
    executablePath: browser,
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await running.newPage()
    await page.setContent(`<style>${diagramSheet}</style>${pictures.map(({ markup }) => markup).join('')}`)
    return (await page.evaluate(`(${lookForFaults.toString()})()`)) as string[]
  } finally {
    await running.close()
  }
}

/** Runs in the page. */
function lookForFaults(): string[] {
  interface Edges {
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
  }
  interface Drawn {
    readonly textContent: string | null
    getBoundingClientRect(): Edges
    querySelectorAll(selector: string): Iterable<Drawn>
  }
  const { document } = globalThis as unknown as { document: Drawn }
  const faults: string[] = []
  const over = (a: Edges, b: Edges): boolean =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3
  for (const picture of document.querySelectorAll('svg')) {
    const frame = picture.getBoundingClientRect()
    const texts = [...picture.querySelectorAll('text')].map((one) => ({
      text: one.textContent ?? '',
      edges: one.getBoundingClientRect(),
    }))
    if (texts.length === 0) faults.push('a picture without words')
    const shapes = [...picture.querySelectorAll('.shape')].map((one) => one.getBoundingClientRect())
    for (const [index, { text, edges }] of texts.entries()) {
      if (edges.left < frame.left || edges.right > frame.right || edges.bottom > frame.bottom)
        faults.push(`"${text}" leaves the picture`)
      for (const shape of shapes) {
        const inside =
          edges.left >= shape.left &&
          edges.right <= shape.right &&
          edges.top >= shape.top &&
          edges.bottom <= shape.bottom
        if (over(edges, shape) && !inside) faults.push(`"${text}" crosses the edge of a shape`)
      }
      for (const other of texts.slice(index + 1))
        if (over(edges, other.edges)) faults.push(`"${text}" stands on "${other.text}"`)
    }
  }
  return faults
}

const skip = existsSync(browser) ? false : `${browser} is not installed`

async function picturesOf(files: readonly DeviceFile[]): Promise<Markup[]> {
  const views = await Promise.all(files.map((file) => viewsOf(file, analyse(file, { now: 0 }))))
  return views.flat().flatMap((view) => view.pictures.map(({ inline }) => inline))
}

test('no word of the four views stands on another or is cut, at fifty components', { skip }, async () => {
  const files = [largeDevice(50, 'designed'), largeDevice(50, 'tangled')]
  assert.deepEqual(await faultsOf(await picturesOf(files)), [])
})

test('the views of the examples are legible', { skip }, async () => {
  const files = ['infusion-pump', 'emg-recorder', 'bedside-gateway'].map((name) => {
    const path = new URL(`../../../examples/${name}/device.yaml`, import.meta.url)
    const parsed = parseDeviceFile(readFileSync(path, 'utf8'))
    assert.ok(parsed.ok, name)
    return parsed.file
  })
  assert.deepEqual(await faultsOf(await picturesOf(files)), [])
})

test('the check for overlapping words fires on words that overlap and on words that are cut', {
  skip,
}, async () => {
  const text = (x: number, words: string): Markup => element('text', { x, y: 20 }, words)
  const svg = element(
    'svg',
    { width: 200, height: 40 },
    text(0, 'first'),
    text(4, 'second'),
    text(180, 'too far'),
  )
  const faults = await faultsOf([svg])
  assert.deepEqual(faults, ['"first" stands on "second"', '"too far" leaves the picture'])
})
