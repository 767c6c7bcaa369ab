/** docs/guides/critical-function.md, done as it says: what stands there is built, signed, run and broken. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bubblewrap, compiler, compilerHeaders, has, howToInstall, python } from '../../../tools/system.ts'
import { folder } from './run.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const clients = fileURLToPath(new URL('../../../examples/gate-clients/', import.meta.url))
const guide = readFileSync(new URL('../../../docs/guides/critical-function.md', import.meta.url), 'utf8')
const missing = [bubblewrap, compiler, compilerHeaders, python].filter(({ command }) => !has(command))
if (missing.length > 0 && process.env['CI'] !== undefined) throw new Error(howToInstall(missing))
const skip = missing.length > 0 ? howToInstall(missing) : false

function block(name: string): string {
  const found = new RegExp(`^\`\`\`\\w+ ${name.replace('.', '\\.')}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(
    guide,
  )?.[1]
  assert.ok(found !== undefined, `the guide has no ${name}`)
  return found
}

/** What follows a command in the guide, up to the next command or the end of the block. */
function shown(command: string): string {
  const from = guide.indexOf(`$ ${command}\n`)
  assert.ok(from >= 0, `the guide does not run "${command}"`)
  return guide.slice(from + command.length + 3, guide.indexOf('\n```', from)).split('\n$ ')[0] ?? ''
}

function pericard(
  base: string,
  args: readonly string[],
  input = '',
): { status: number | null; out: string; err: string } {
  const options = { cwd: base, input, encoding: 'utf8', timeout: 60_000 } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], options)
  return { status, out: stdout.trim(), err: stderr }
}

function build(t: TestContext, language: 'C' | 'Python'): string {
  const base = folder(t)
  const image = join(base, 'warmer')
  mkdirSync(image)
  let device = block('device.yaml')
  if (language === 'C') {
    copyFileSync(join(clients, 'gate.h'), join(base, 'gate.h'))
    for (const name of ['before.c', 'warmer.c']) writeFileSync(join(base, name), block(name))
    for (const [name, out] of [
      ['before.c', 'before'],
      ['warmer.c', 'warmer/warmer'],
    ] as const) {
      const args = ['-std=c11', '-O2', '-Wall', '-D_DEFAULT_SOURCE', '-o', out, name]
      const { status, stderr } = spawnSync('gcc', args, { cwd: base, encoding: 'utf8' })
      assert.equal(status, 0, stderr)
    }
  } else {
    copyFileSync(join(clients, 'gate.py'), join(image, 'gate.py'))
    writeFileSync(join(image, 'warmer.py'), block('warmer.py'))
    device = device.replace('path: warmer/warmer', 'path: warmer/warmer.py')
  }
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  writeFileSync(join(base, 'release.pem'), pem)
  writeFileSync(join(base, 'device.yaml'), device)
  const sign = [
    'image',
    'sign',
    'device.yaml',
    '--function',
    'warm',
    '--role',
    'release-engineer',
    '--key',
    'release.pem',
  ]
  const { status, out, err } = pericard(base, sign)
  assert.equal(status, 0, err)
  writeFileSync(join(base, 'device.yaml'), device.replace('heartbeat-ms: 200', `heartbeat-ms: 200, ${out}`))
  assert.match(
    pericard(base, ['image', 'verify', 'device.yaml']).out,
    /as it has to be; signed by release-engineer/,
  )
  return base
}

for (const language of ['C', 'Python'] as const)
  test(`the guide's warmer in ${language} does in the gate what the guide shows`, { skip }, (t) => {
    const base = build(t, language)
    const run = ['gate', 'device.yaml', '--function', 'warm']
    const { out, err } = pericard(base, run, shown('cat commands'))
    const plain = (text: string): string =>
      text.replaceAll(/"(heartbeats|functionPid)":\d+/g, '"$1":0').trim()
    assert.equal(plain(out), plain(shown('pericard gate device.yaml --function warm < commands')), err)
    appendFileSync(join(base, language === 'C' ? 'warmer/warmer' : 'warmer/warmer.py'), 'x')
    const altered = pericard(base, run)
    assert.equal(altered.status, 1)
    for (const line of `${altered.out}\n${altered.err}`.trim().split('\n'))
      assert.ok(guide.includes(line), line)
    assert.match(pericard(base, ['image', 'verify', 'device.yaml']).out, /GUARD_PROGRAM_ALTERED/)
  })
