import { spawnSync } from 'node:child_process'

export interface PytmRun {
  readonly version: string
  readonly milliseconds: number
}

/**
 * One run of pytm on a model with as many elements and flows, timed inside it without the start of Python; undefined
 * where pytm cannot be imported. `PYTM_PYTHON` names the Python that has it.
 */
export function runPytm(elements: number, flows: number): PytmRun | undefined {
  const python = process.env['PYTM_PYTHON'] ?? 'python3'
  const script = new URL('pytm-model.py', import.meta.url).pathname
  const { status, stdout } = spawnSync(python, [script, String(elements), String(flows)], {
    encoding: 'utf8',
    timeout: 120_000,
  })
  if (status !== 0) return undefined
  const [version = '', milliseconds = ''] = stdout.trim().split(' ')
  return { version, milliseconds: Number(milliseconds) }
}
