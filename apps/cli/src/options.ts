/** What verbs make of what is given on the command line. */
import { readFileSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'

export interface WithPassphrase {
  readonly passphraseFile: string
}

/** The passphrase in a file, without the end of its line. */
export function passphraseOf({ passphraseFile }: WithPassphrase): string {
  return readFileSync(passphraseFile, 'utf8').replace(/\r?\n$/, '')
}

/** For an option that may be given several times. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value]
}

/** @throws {InvalidArgumentError} */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('a whole number was wanted')
}
