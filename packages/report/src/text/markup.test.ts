import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { element, escapeText, plain } from './markup.ts'

test('element() escapes text and attributes, and takes only markup as markup', () => {
  const inner = element('b', {}, '<i>')
  assert.equal(
    element('a', { title: '"><script>', x: 1.005, y: undefined }, 'a & b', inner).markup,
    '<a title="&quot;&gt;&lt;script&gt;" x="1">a &amp; b<b>&lt;i&gt;</b></a>',
  )
})

test('escapeText() leaves nothing that ends a text or an attribute, whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeText(text)
      assert.doesNotMatch(escaped.replace(/&(amp|lt|gt|quot|#39);/g, ''), /[<>"'&]/)
      assert.ok(escaped.isWellFormed())
    }),
  )
})

test('plain() puts U+FFFD for controls, marks of direction and halves of characters, and keeps letters', () => {
  assert.equal(plain('Müller 心\n\t x'), 'Müller 心 x')
  assert.equal(plain('a\u0000b\u202ec\ud800'), 'a\ufffdb\ufffdc\ufffd')
})
