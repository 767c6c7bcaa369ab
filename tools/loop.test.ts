/** The main job, end to end, with the processes a user starts: twice on the same folder, with a kill in between. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bubblewrap, has, howToInstall, swtpm } from './system.ts'

const absent = [bubblewrap, swtpm].filter(({ command }) => !has(command))
const skip = absent.length === 0 || process.env['CI'] === 'true' ? false : howToInstall(absent)
const ports = ['--console-port', '0', '--device-port', '0', '--enrol-port', '0']

interface Run {
  readonly child: ChildProcess
  readonly text: () => string
  readonly ended: Promise<number>
}

function start(state: string, ...more: string[]): Run {
  const child = spawn(process.execPath, ['tools/start.ts', '--state', state, ...ports, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)))
  return { child, text: () => text, ended }
}

/** Every name, identifier and log word that must not be readable under the guard's folder. */
function markers(): string[] {
  const names = new Set<string>()
  for (const file of globSync('examples/infusion-pump/fhir/**/*.{json,ndjson}')) {
    for (const found of readFileSync(file, 'utf8').matchAll(
      /"(?:display|family|reference|value)"\s*:\s*"([^"]{6,})"/g,
    )) {
      names.add(found[1] ?? '')
    }
  }
  return [...names, 'Observation', 'resourceType', 'command-refused', 'ml_per_h']
}

function readableIn(folder: string): string[] {
  const wanted = markers()
  assert.ok(wanted.length > 6, 'there are markers to look for')
  return globSync(`${folder}/**/*`)
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => {
      const text = readFileSync(path).toString('latin1')
      return wanted.filter((marker) => text.includes(marker)).map((marker) => `${path}: ${marker}`)
    })
}

test('npm start reaches a proven depth, leaves nothing readable on the pump, and goes on after kill -9', {
  skip,
}, async () => {
  const state = mkdtempSync(join(tmpdir(), 'pericard-loop-'))
  try {
    const first = start(state, '--once')
    assert.equal(await first.ended, 0, first.text())
    assert.match(first.text(), /25 held, 0 failed, 0 not run/)
    assert.match(first.text(), /deliver-drug overdriven\s+[2-4]\s+[2-4]\s+\d/)
    assert.deepEqual(readableIn(join(state, 'pump')), [])

    const second = start(state)
    await reached(second, /first observations are durable/)
    second.child.kill('SIGKILL')
    await second.ended
    killLeftovers(state)

    const third = start(state, '--once')
    assert.equal(await third.ended, 0, third.text())
    assert.match(third.text(), /Defence depth of /)
    assert.deepEqual(readableIn(join(state, 'pump')), [])
  } finally {
    killLeftovers(state)
    rmSync(state, { recursive: true, force: true })
  }
})

async function reached(run: Run, wanted: RegExp): Promise<void> {
  for (let wait = 0; wait < 600 && !wanted.test(run.text()); wait++) {
    await new Promise((wake) => setTimeout(wake, 100))
  }
  assert.match(run.text(), wanted)
}

/** A killed starter leaves its processes; they name the state folder on their command line. */
function killLeftovers(state: string): void {
  spawnSync('pkill', ['-9', '-f', state])
}
