import { writeFileSync } from 'node:fs'
import type { Clock } from '@pericard/base'
import { type VexHead, vexLinesOf, writeCsafVex, writeCycloneDxVex, writeOpenVex } from '@pericard/soup'
import { unusable, workOn, type WorkOptions } from './work.ts'

const writers = { openvex: writeOpenVex, cyclonedx: writeCycloneDxVex, csaf: writeCsafVex }
export const vexFormats = ['openvex', 'cyclonedx', 'csaf'] as const

export interface VexOptions extends WorkOptions {
  readonly format: (typeof vexFormats)[number]
  readonly author: string
  readonly namespace: string
  readonly out?: string
}

/** Says of each vulnerability that was found how it stands. @returns the exit code */
export function vex(path: string, options: VexOptions, clock: Clock): number {
  if (!URL.canParse(options.namespace) || options.namespace.endsWith('/'))
    return unusable([
      `pericard: --namespace: found ${options.namespace}, wanted an address as https://maker.example`,
    ])
  const work = workOn(path, options, clock)
  if (!work.ok) return unusable(work.lines)
  const { subject } = work.sbom
  const head: VexHead = {
    ...{ author: options.author, namespace: options.namespace, now: clock.now() },
    ...(subject === undefined ? {} : { subject }),
  }
  const lines = vexLinesOf(work.decided)
  const text = `${JSON.stringify(writers[options.format](lines, head), undefined, 2)}\n`
  if (options.out === undefined) process.stdout.write(text)
  else {
    writeFileSync(options.out, text, { flag: 'wx' })
    console.log(`${lines.length} statements written to ${options.out}`)
  }
  return 0
}
