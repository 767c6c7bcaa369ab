/** A gate with every layer that runs the infusion pump's function, for benchmarks. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type GateConfiguration, groupName, manifestName, manifestOf, usableLayers } from '@pericard/guard'
import { parseDeviceFile } from '@pericard/model'
import { compiler, has } from '../tools/system.ts'

const client = fileURLToPath(new URL('../examples/gate-clients/pump.c', import.meta.url))
const pump = fileURLToPath(new URL('../examples/infusion-pump/', import.meta.url))

/** A program in a folder of its own, with its manifest. @returns path of the program */
export async function layProgram(folder: string, name: string, lay: (path: string) => void): Promise<string> {
  const image = mkdtempSync(join(folder, 'image-'))
  lay(join(image, name))
  writeFileSync(join(image, manifestName), JSON.stringify(await manifestOf(image, '', '')))
  return join(image, name)
}

/** The C client's pump, or undefined where there is no compiler. */
export async function layCompiled(folder: string): Promise<string | undefined> {
  if (!has(compiler.command)) return undefined
  return layProgram(folder, 'pump', (path) => {
    const { status, stderr } = spawnSync('gcc', ['-std=c11', '-O2', '-o', path, client], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`gcc failed: ${stderr}`)
  })
}

/** The infusion pump's function as a maker would ship it: as JavaScript. */
export function layScript(folder: string): Promise<string> {
  const source = readFileSync(join(pump, 'function/pump-function.ts'), 'utf8')
  return layProgram(folder, 'pump.mjs', (path) => writeFileSync(path, stripTypeScriptTypes(source)))
}

/** The pump's envelope around a program that does what the pump's does. */
export function benchGate(folder: string, program: string, heartbeatMs: number): GateConfiguration {
  const parsed = parseDeviceFile(readFileSync(join(pump, 'device.yaml'), 'utf8'), { file: 'device.yaml' })
  const fn = parsed.ok ? parsed.file.functions[0] : undefined
  if (fn === undefined) throw new Error('the pump example has no critical function')
  return {
    ...{ deviceFile: 'bench', device: 'aurea-lvp', program, socket: join(folder, 'gate.sock') },
    ...{ group: groupName(folder, 'gate'), layers: usableLayers([]) },
    function: { ...fn, program: { path: program, heartbeatMs } },
  }
}
