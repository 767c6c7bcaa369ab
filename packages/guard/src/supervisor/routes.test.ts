import test from 'node:test'
import assert from 'node:assert/strict'
import { routeOf } from './routes.ts'

test('routeOf() lets each process say what it must', () => {
  assert.equal(routeOf('keeper', 'courier', 'call'), 'courier')
  assert.equal(routeOf('courier', 'keeper', 'answer'), 'keeper')
  assert.equal(routeOf('local-api', 'gate', 'command'), 'gate')
  assert.equal(routeOf('keeper', undefined, 'status'), 'supervisor')
  assert.equal(routeOf('updater', undefined, 'may-install'), 'supervisor')
})

test('routeOf() drops what a taken-over process would say', () => {
  for (const [from, to, type] of [
    ['courier', 'gate', 'command'],
    ['courier', 'keeper', 'store'],
    ['courier', 'keeper', 'start'],
    ['courier', 'local-api', 'stored'],
    ['courier', undefined, 'fatal'],
    ['local-api', 'courier', 'call'],
    ['local-api', 'keeper', 'answer'],
    ['keeper', 'gate', 'command'],
    ['updater', 'keeper', 'log'],
    ['local-api', 'keeper', 'update'],
    ['courier', 'keeper', 'update'],
    ['updater', 'gate', 'command'],
    ['updater', 'courier', 'call'],
    ['updater', undefined, 'status'],
    ['courier', undefined, 'may-install'],
    ['keeper', '__proto__', 'call'],
  ] as const) {
    assert.equal(routeOf(from, to, type), undefined, `${from} → ${to}: ${type}`)
  }
})
