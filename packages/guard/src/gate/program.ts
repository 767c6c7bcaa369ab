import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { GuardError } from '../errors.ts'

/** Larger programs are refused before they are read. */
const programBytesMax = 256 * 1024 * 1024
const manifestShape = z.strictObject({
  v: z.literal(1),
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
})

/** SHA-256 of a file in lower-case hexadecimal. */
export function fileSha256(path: string): string {
  const { size } = statSync(path)
  if (size > programBytesMax) {
    throw new GuardError(
      'GUARD_PROGRAM_ALTERED',
      `${path}: has ${size} bytes, at most ${programBytesMax} are run`,
    )
  }
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/**
 * The hash that a critical function's program must have: the one in the device file, else the one of
 * `manifest.json` beside the program, which is written when the device is packaged. It is never taken from the
 * program itself at first start: whoever swapped it before would then be trusted for good.
 *
 * @throws {GuardError} `GUARD_PROGRAM_UNKNOWN`
 */
export function expectedSha256(program: string, declared: string | undefined): string {
  if (declared !== undefined) return declared
  const path = join(dirname(program), 'manifest.json')
  try {
    const wanted = manifestShape.parse(JSON.parse(readFileSync(path, 'utf8'))).files[basename(program)]
    if (wanted !== undefined) return wanted
  } catch (error) {
    throw new GuardError('GUARD_PROGRAM_UNKNOWN', `${path}: cannot be read as a manifest of SHA-256 hashes`, {
      cause: error,
    })
  }
  throw new GuardError('GUARD_PROGRAM_UNKNOWN', `${path}: does not name ${basename(program)}; it is not run`)
}

/**
 * Refuses a program that is not the one that was packaged. Called before every start, not once.
 *
 * @throws {GuardError} `GUARD_PROGRAM_ALTERED`
 */
export function verifyProgram(program: string, wanted: string): void {
  const found = fileSha256(program)
  if (found === wanted) return
  throw new GuardError(
    'GUARD_PROGRAM_ALTERED',
    `${program}: has SHA-256 ${found.slice(0, 16)}…, wanted ${wanted.slice(0, 16)}…; it is not run`,
  )
}
