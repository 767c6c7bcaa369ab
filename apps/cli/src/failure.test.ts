import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { explainFailure } from './failure.ts'

test('explainFailure() names the file and what is wrong with it, without a stack', () => {
  try {
    readFileSync('/nowhere/device.yaml')
    assert.fail('there should be no such file')
  } catch (error) {
    assert.equal(explainFailure(error), '/nowhere/device.yaml: there is no such file or folder (ENOENT)')
  }
})

test('explainFailure() shows the code of our own errors', () => {
  const error = Object.assign(new Error('Cannot open the vault: wrong passphrase'), {
    code: 'VAULT_UNLOCK_REFUSED',
  })
  assert.equal(explainFailure(error), 'Cannot open the vault: wrong passphrase (VAULT_UNLOCK_REFUSED)')
})
