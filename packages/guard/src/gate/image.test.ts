import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { imageLimits, type ImageWanted, manifestOf, readImage, signManifest, verifyImage } from './image.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const other = generateKeyPairSync('ed25519').privateKey
const key = publicKey.export({ format: 'jwk' }).x ?? ''
const contents = { pump: 'program', 'limits.json': '{"ml":1}', 'lib/drive': 'more of it' }
const altered = { code: 'GUARD_PROGRAM_ALTERED' }
const unknown = { code: 'GUARD_PROGRAM_UNKNOWN' }

async function signedImage(t: TestContext): Promise<{ folder: string; wanted: ImageWanted }> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-image-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'lib'))
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text)
  await sign(folder)
  const wanted = {
    program: join(folder, 'pump'),
    device: 'lvp',
    function: 'deliver',
    signedBy: { role: 'maker', key },
  }
  return { folder, wanted }
}

async function sign(
  folder: string,
  by: Parameters<typeof signManifest>[2] = privateKey,
  role = 'maker',
): Promise<void> {
  const manifest = JSON.stringify(await manifestOf(folder, 'lvp', 'deliver'))
  writeFileSync(join(folder, 'manifest.json'), manifest)
  writeFileSync(join(folder, 'manifest.sig'), signManifest(Buffer.from(manifest), role, by))
}

test('readImage() gives every file as it was signed', async (t) => {
  const { folder, wanted } = await signedImage(t)
  const files = await readImage(wanted)
  const read = files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])
  assert.deepEqual(
    Object.fromEntries(read),
    Object.fromEntries(Object.entries(contents).map(([name, text]) => [join(folder, name), text])),
  )
})

test('readImage() refuses an image with any bit of any file flipped, and any file cut at any length', async (t) => {
  const { folder, wanted } = await signedImage(t)
  for (const name of [...Object.keys(contents), 'manifest.json', 'manifest.sig']) {
    const path = join(folder, name)
    const bytes = readFileSync(path)
    const step = name.startsWith('manifest') ? 37 : 1
    for (let bit = 0; bit < bytes.length * 8; bit += step) {
      const bent = Buffer.from(bytes)
      bent.writeUInt8(bent.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      writeFileSync(path, bent)
      await assert.rejects(verifyImage(wanted), { name: 'GuardError' }, `${name}, bit ${bit}`)
    }
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(path, bytes)
      truncateSync(path, length)
      await assert.rejects(verifyImage(wanted), { name: 'GuardError' }, `${name}, cut at ${length}`)
    }
    writeFileSync(path, bytes)
  }
  await verifyImage(wanted)
})

test('readImage() refuses a file that was added, removed, renamed, or replaced by a link, a folder or a pipe', async (t) => {
  const { folder, wanted } = await signedImage(t)
  const limits = join(folder, 'limits.json')
  const away = mkdtempSync(join(tmpdir(), 'pericard-away-'))
  t.after(() => rmSync(away, { recursive: true, force: true }))
  const elsewhere = join(away, 'limits.json')
  writeFileSync(elsewhere, contents['limits.json'])
  const acts: Readonly<Record<string, readonly [act: () => void, undo: () => void]>> = {
    added: [() => writeFileSync(join(folder, 'lib/x'), ''), () => rmSync(join(folder, 'lib/x'))],
    'hidden file added': [() => writeFileSync(join(folder, '.x'), ''), () => rmSync(join(folder, '.x'))],
    removed: [() => rmSync(limits), () => writeFileSync(limits, contents['limits.json'])],
    renamed: [() => renameSync(limits, `${limits}.old`), () => renameSync(`${limits}.old`, limits)],
    linked: [
      () => (rmSync(limits), symlinkSync(elsewhere, limits)),
      () => (rmSync(limits), writeFileSync(limits, contents['limits.json'])),
    ],
    'folder of links': [
      () => (
        renameSync(join(folder, 'lib'), join(away, 'lib')),
        symlinkSync(join(away, 'lib'), join(folder, 'lib'))
      ),
      () => (rmSync(join(folder, 'lib')), renameSync(join(away, 'lib'), join(folder, 'lib'))),
    ],
    'now a folder': [
      () => (rmSync(limits), mkdirSync(limits)),
      () => (rmSync(limits, { recursive: true }), writeFileSync(limits, contents['limits.json'])),
    ],
    'now a pipe': [
      () => (rmSync(limits), execFileSync('mkfifo', [limits])),
      () => (rmSync(limits), writeFileSync(limits, contents['limits.json'])),
    ],
  }
  for (const [name, [act, undo]] of Object.entries(acts)) {
    act()
    await assert.rejects(readImage(wanted), altered, name)
    undo()
    await verifyImage(wanted)
  }
})

test('readImage() refuses the signature of another key, another role, another device, another function, and none', async (t) => {
  const { folder, wanted } = await signedImage(t)
  await assert.rejects(readImage({ ...wanted, device: 'other' }), unknown)
  await assert.rejects(readImage({ ...wanted, function: 'other' }), unknown)
  await sign(folder, other)
  await assert.rejects(readImage(wanted), altered)
  await sign(folder, privateKey, 'nurse')
  await assert.rejects(readImage(wanted), unknown)
  rmSync(join(folder, 'manifest.sig'))
  await assert.rejects(readImage(wanted), unknown)
  rmSync(join(folder, 'manifest.json'))
  await assert.rejects(readImage(wanted), unknown)
})

test('readImage() takes a program whose hash the device file names, alone, and refuses one that a manifest vouches for but the file does not', async (t) => {
  const { folder, wanted } = await signedImage(t)
  const sha256 = (await manifestOf(folder, 'lvp', 'deliver')).files['pump'] ?? ''
  await verifyImage({ ...wanted, sha256 })
  await assert.rejects(verifyImage({ ...wanted, sha256: '0'.repeat(64) }), altered)
  rmSync(join(folder, 'manifest.json'))
  const { signedBy: _, ...unsigned } = wanted
  const files = await readImage({ ...unsigned, sha256 })
  assert.deepEqual(
    files.map(({ path }) => path),
    [wanted.program],
  )
  appendFileSync(wanted.program, '\n')
  await assert.rejects(readImage({ ...unsigned, sha256 }), altered)
  await assert.rejects(readImage(unsigned), unknown)
})

test('a manifest that names files outside its folder is refused', async (t) => {
  const { folder, wanted } = await signedImage(t)
  for (const name of ['../x', '/etc/passwd', 'lib/../../x', './pump', 'lib//drive', '']) {
    const manifest = JSON.stringify({
      v: 1,
      device: 'lvp',
      function: 'deliver',
      files: { [name]: '0'.repeat(64) },
    })
    writeFileSync(join(folder, 'manifest.json'), manifest)
    writeFileSync(join(folder, 'manifest.sig'), signManifest(Buffer.from(manifest), 'maker', privateKey))
    await assert.rejects(readImage(wanted), unknown, name)
  }
})

test('an image beyond its limits is refused before it is kept', async (t) => {
  const { folder, wanted } = await signedImage(t)
  const large = join(folder, 'large')
  writeFileSync(large, '')
  await sign(folder)
  truncateSync(large, imageLimits.bytes + 1)
  await assert.rejects(readImage(wanted), /goes beyond/)
  rmSync(large)
  let deep = folder
  for (let depth = 0; depth <= imageLimits.depth; depth++) mkdirSync((deep = join(deep, 'x')))
  await assert.rejects(readImage(wanted), /deeper/)
  rmSync(join(folder, 'x'), { recursive: true })
  for (let file = 0; file < imageLimits.files; file++) writeFileSync(join(folder, `f${file}`), '')
  await assert.rejects(readImage(wanted), /more than/)
})
