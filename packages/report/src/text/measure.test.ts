import test from 'node:test'
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { chromium } from 'playwright-core'
import { textWidth, wrapText } from './measure.ts'

const face = { size: 11 }

test('wrapText() breaks at spaces and joints, and inside a word only where it must', () => {
  assert.deepEqual(wrapText('dosing-history and vital-signs', face, 80), [
    'dosing-history',
    'and vital-',
    'signs',
  ])
  assert.deepEqual(wrapText('', face, 80), [])
  assert.ok(wrapText('x'.repeat(60), face, 80).every((line) => textWidth(line, face) <= 80))
})

test('wrapText() loses nothing and keeps every line within the width', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 30, max: 200 }), (text, width) => {
      const lines = wrapText(text, face, width)
      assert.equal(lines.join('').replaceAll(' ', ''), text.replace(/\s+/g, '').replace(/\p{Cc}/gu, '\ufffd'))
      for (const line of lines)
        assert.ok(textWidth(line, face) <= width || Array.from(line).length === 1, line)
    }),
  )
})

const browser = '/usr/bin/chromium'
const skip = existsSync(browser) ? false : `${browser} is not installed`

test('textWidth() is never less than what a browser draws in the fonts that the pictures name', {
  skip,
}, async () => {
  const words = [
    'Illimitable WAVEFORM 42',
    'dosing-history, vital-signs',
    'Überwachung → 心電図',
    '()[]{}%&@#~^|\\/',
  ]
  const running = await chromium.launch({
    executablePath: browser,
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await running.newPage()
    for (const font of ['DejaVu Sans', 'Liberation Sans', 'sans-serif']) {
      for (const bold of [false, true]) {
        const style = `${bold ? 'bold ' : ''}100px "${font}"`
        const drawn = (await page.evaluate(
          `(() => { const c = document.createElement('canvas').getContext('2d'); c.font = ${JSON.stringify(style)}; return ${JSON.stringify(words)}.map((one) => c.measureText(one).width) })()`,
        )) as number[]
        for (const [index, word] of words.entries())
          assert.ok(
            textWidth(word, { size: 100, bold }) >= (drawn[index] ?? Number.POSITIVE_INFINITY) - 0.5,
            `${style}: ${word}`,
          )
      }
    }
  } finally {
    await running.close()
  }
})
