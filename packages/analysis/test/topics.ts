/** The firing and the silent test of rules about one topic of input. */
import test from 'node:test'
import assert from 'node:assert/strict'
import type { InputTopic } from '@pericard/model'
import type { Rule } from '../src/rule.ts'
import type { DeviceParts } from './device.ts'
import { firing, silentOn } from './rules.ts'

const stopping = (topic: InputTopic): DeviceParts['controls'] => [
  { id: 'filter', kind: 'validation', stops: [topic] },
  { id: 'paper', kind: 'validation', stops: [topic], enforcement: { by: 'nobody' } },
]

/** A rule that fires where a receiver does `topic` with input and no enforced control stops it. */
export function firesAndStaysSilentOnTopic(rule: Rule, topic: InputTopic): void {
  test(`${rule.id} fires where a receiver takes ${topic} and nothing that is enforced stops it`, () => {
    const open: DeviceParts = {
      components: [{ id: 'app' }],
      interfaces: [
        { id: 'bare', to: 'app', handles: [topic] },
        { id: 'promised', to: 'app', handles: [topic], validation: ['paper'] },
      ],
      controls: stopping(topic) ?? [],
    }
    assert.deepEqual(firing(rule, open), ['interfaces.bare', 'interfaces.promised'])
  })

  test(`${rule.id} stays silent where it is stopped on the way or inside, is not named, or is somebody else's`, () => {
    const sound: DeviceParts = {
      components: [{ id: 'app' }, { id: 'hard', hardenedBy: ['filter'] }, { id: 'ehr', external: true }],
      interfaces: [
        { id: 'checked', to: 'app', handles: [topic], validation: ['filter'] },
        { id: 'hardened', to: 'hard', handles: [topic] },
        { id: 'other', to: 'app' },
        { id: 'theirs', to: 'ehr', handles: [topic] },
      ],
      controls: stopping(topic) ?? [],
    }
    assert.deepEqual(firing(rule, sound), [])
    assert.deepEqual(silentOn(rule, sound), ['interfaces.checked', 'interfaces.hardened', 'interfaces.other'])
  })
}

/** A rule that fires where a component in a memory-unsafe language takes input from outside and nothing stops `topic`. */
export function firesAndStaysSilentOnMemoryTopic(rule: Rule, topic: InputTopic): void {
  test(`${rule.id} fires on a component in C, or one that handles ${topic}, that is reached from outside and has nothing against it`, () => {
    const open: DeviceParts = {
      components: [{ id: 'parser', languages: ['c'] }, { id: 'unsaid' }],
      interfaces: [
        { id: 'wifi', to: 'parser', reach: 'ward-network' },
        { id: 'lan', to: 'unsaid', reach: 'ward-network', handles: [topic] },
      ],
    }
    assert.deepEqual(firing(rule, open), ['components.parser', 'components.unsaid'])
  })

  test(`${rule.id} stays silent where it is stopped, the language keeps memory safe, nothing reaches it, or nothing is said`, () => {
    const sound: DeviceParts = {
      components: [
        { id: 'hard', languages: ['c++'], hardenedBy: ['filter'] },
        { id: 'rusty', languages: ['rust'] },
        { id: 'inside', languages: ['c'] },
        { id: 'unsaid' },
      ],
      interfaces: [
        { id: 'wifi', to: 'hard', reach: 'ward-network' },
        { id: 'lan', to: 'rusty', reach: 'ward-network' },
        { id: 'bus', to: 'inside' },
      ],
      controls: stopping(topic) ?? [],
    }
    assert.deepEqual(firing(rule, sound), [])
    assert.deepEqual(silentOn(rule, sound), [
      'components.hard',
      'components.rusty',
      'components.inside',
      'components.unsaid',
    ])
  })
}
