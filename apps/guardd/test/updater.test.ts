/** The updater as a process of the guard: a real repository behind a real web server, slots that are files, cuts that are kill -9. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import test from 'node:test'
import { answered, bwrapMissing as skip, childOf, folder, until } from './run.ts'
import {
  holds,
  imageBytes,
  machineStarts,
  passphraseFile,
  pericard,
  publish,
  saw,
  serve,
  tried,
  updateDevice,
} from './update-device.ts'

test.after(() => rmSync(folder, { recursive: true, force: true }))

test('an update survives a kill -9 in the middle, is tried after a start, and is kept', {
  skip,
}, async (t) => {
  const device = updateDevice()
  publish(device, 2)
  const { at, config, start } = device
  const [half, whole] = [
    await serve(at('repo'), (path) => (path.includes('image') ? imageBytes / 2 : Infinity)),
    await serve(at('repo')),
  ]
  t.after(() => {
    for (const { server } of [half, whole]) {
      server.closeAllConnections()
      server.close()
    }
  })
  const first = start(half.url)
  t.after(() => first.child.kill('SIGKILL'))
  await saw(first, /local-api-open/)
  await until('half of the image', () =>
    existsSync(at('device/slot-b')) &&
    readFileSync(at('device/slot-b')).length >= imageBytes / 2 - 2 * 1024 * 1024
      ? true
      : undefined,
  )
  const status = tried('update', 'status', '--config', config)
  assert.match(status.err, /UPDATE_BUSY|Another process updates/)
  const [pid = 0] = childOf(first.child.pid ?? 0, 'updater/main.ts')
  assert.ok(pid > 0)
  first.child.kill('SIGKILL')
  await first.ended
  assert.equal(holds(device, 'b', 2), false)

  const second = start(whole.url)
  t.after(() => second.child.kill('SIGKILL'))
  await saw(second, /update-restart \({"component":"controller","number":2}\)/)
  assert.ok(holds(device, 'b', 2))
  second.child.kill('SIGTERM')
  await second.ended

  assert.equal(machineStarts(device), 'b')
  const third = start(whole.url)
  t.after(() => third.child.kill('SIGKILL'))
  await saw(third, /update-kept \({"component":"controller","number":2}\)/)
  await saw(third, /update-up-to-date/)
  third.child.kill('SIGTERM')
  await third.ended
  const log = pericard('log', 'show', '--data', at('data'), '--passphrase-file', passphraseFile)
  for (const event of ['update-restart', 'update-kept']) assert.match(log, new RegExp(event))
  assert.match(readFileSync(at('device/boot.json'), 'utf8'), /"active":"b"/)
})

test('while the pump delivers nothing is written; once it has stopped the update goes on by itself', {
  skip,
}, async (t) => {
  const device = updateDevice()
  publish(device, 2)
  const { at, start } = device
  const { url, server } = await serve(at('repo'))
  const running = start('http://127.0.0.1:9')
  t.after(async () => {
    running.child.kill('SIGTERM')
    await running.ended
    server.close()
  })
  await saw(running, /update-refused \({"component":"controller","code":"UPDATE_SOURCE_UNREACHABLE"}\)/)
  assert.equal(await answered(at('data'), 'start', {}), 200)
  running.child.kill('SIGKILL')
  await running.ended
  const again = start(url)
  t.after(async () => {
    again.child.kill('SIGTERM')
    await again.ended
  })
  await saw(again, /update-waiting \({"component":"controller","number":2}\)/)
  assert.equal(existsSync(at('device/slot-b')), false)
  assert.equal(await answered(at('data'), 'stop', {}), 200)
  await saw(again, /update-restart/)
  assert.ok(holds(device, 'b', 2))
})
