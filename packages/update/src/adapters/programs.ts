/** The maker's programs, which answer for the device by their exit code. */
import { execFile } from 'node:child_process'
import type { Program } from '../device-config.ts'

/** Longest time that a program of the maker may take to answer, in milliseconds; a person may take it all. */
export const programWait = 120_000

/** Exit code 0 is yes. Anything else, a signal or no answer in time is no. @throws where the program is not there */
export function askProgram([program = '', ...first]: Program, more: readonly string[]): Promise<boolean> {
  return new Promise((done, refuse) => {
    execFile(program, [...first, ...more], { timeout: programWait, killSignal: 'SIGKILL' }, (error) => {
      if (error !== null && typeof error.code === 'string')
        refuse(new Error(`Cannot ask ${program}: ${error.code}`))
      else done(error === null)
    })
  })
}
