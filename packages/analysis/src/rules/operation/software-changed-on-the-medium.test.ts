import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { softwareChangedOnTheMedium } from './software-changed-on-the-medium.ts'

test('software-changed-on-the-medium fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(softwareChangedOnTheMedium, {
      hosts: [{ id: 'h0' }],
      controls: ['line'],
    }),
    ['hosts.h0'],
  )
})

test('software-changed-on-the-medium stays silent on a sound device', () => {
  const sound: DeviceParts = {
    hosts: [{ id: 'h0', bootBy: ['line'] }],
    controls: ['line'],
  }
  assert.deepEqual(firing(softwareChangedOnTheMedium, sound), [])
  assert.deepEqual(silentOn(softwareChangedOnTheMedium, sound), ['hosts.h0'])
})
