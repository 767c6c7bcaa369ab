import test from 'node:test'
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tufDownload, tufInit, tufRefresh } from '../src/index.ts'
import { startMaker } from './maker.ts'
import { startMirror } from './server.ts'

test('the plain client refreshes and downloads from our repository, and refuses what the metadata does not name', async (t) => {
  const maker = await startMaker()
  const mirror = await startMirror(maker.repository)
  t.after(async () => {
    await mirror.close()
    maker.remove()
  })
  const image = maker.image(70_000)
  await maker.release({ number: 2 }, image.path, new Date())
  const [metadataDir, targetDir] = [join(maker.folder, 'metadata'), join(maker.folder, 'targets')]
  mkdirSync(targetDir)
  await tufInit(metadataDir, join(maker.repository, 'metadata/1.root.json'))
  const metadataUrl = `${mirror.url}metadata`
  await tufRefresh({ metadataDir, metadataUrl })
  assert.deepEqual(readdirSync(metadataDir).sort(), [
    'root.json',
    'snapshot.json',
    'targets.json',
    'timestamp.json',
  ])
  const options = { metadataDir, metadataUrl, targetDir, targetBaseUrl: `${mirror.url}targets` }
  const path = await tufDownload(options, 'controller/image')
  assert.deepEqual(readFileSync(path), Buffer.from(image.bytes))
  await assert.rejects(tufDownload(options, 'controller/nothing'), { code: 'UPDATE_COMPONENT_UNKNOWN' })
  mirror.mischief = (name, response) => name.endsWith('.image') && (response.end('x'.repeat(70_000)), true)
  await assert.rejects(tufDownload(options, 'controller/image'))
})
