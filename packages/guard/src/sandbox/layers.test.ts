import assert from 'node:assert/strict'
import test from 'node:test'
import { acceptanceName, layers, layerStates, type Machine, usableLayers } from './layers.ts'

const whole: Machine = {
  arch: 'x64',
  bwrap: true,
  prlimit: true,
  seccomp: true,
  userNamespaceLimit: true,
  cgroup: true,
}

test('a machine that has every required layer starts, with all of them', () => {
  assert.deepEqual(
    usableLayers([], layerStates(whole)),
    layers.filter((layer) => layer !== 'landlock'),
  )
})

test('a machine that lacks a layer is refused, unless the device file accepts just that layer by name', () => {
  const lacks = [
    [{ ...whole, cgroup: false }, 'cgroup'],
    [{ ...whole, seccomp: false }, 'seccomp'],
    [{ ...whole, arch: 'mips' }, 'seccomp'],
    [{ ...whole, prlimit: false }, 'resource-limits'],
    [{ ...whole, userNamespaceLimit: false }, 'no-user-namespaces'],
  ] as const
  for (const [machine, layer] of lacks) {
    const states = layerStates(machine)
    const refused = {
      code: 'GUARD_LAYER_MISSING',
      message: new RegExp(`${layer} .*${acceptanceName(layer)}`),
    }
    assert.throws(() => usableLayers([], states), refused)
    assert.throws(() => usableLayers([{ finding: acceptanceName('landlock') }], states), refused)
    const usable = usableLayers([{ finding: acceptanceName(layer) }], states)
    assert.deepEqual(
      usable,
      layers.filter((each) => each !== layer && each !== 'landlock'),
    )
  }
})

test('every layer that is missing is named at once', () => {
  const states = layerStates({ ...whole, cgroup: false, prlimit: false })
  assert.throws(() => usableLayers([{ finding: acceptanceName('cgroup') }], states), /resource-limits/)
  assert.throws(() => usableLayers([], states), /resource-limits.*cgroup/s)
})

test('without bubblewrap there is no sandbox to take a layer from: nobody can accept that', () => {
  const accepted = layers.map((layer) => ({ finding: acceptanceName(layer) }))
  assert.throws(() => usableLayers(accepted, layerStates({ ...whole, bwrap: false })), {
    code: 'GUARD_BWRAP_MISSING',
  })
})
