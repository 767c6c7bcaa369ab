import { compareLists, compareNumerals, type Order, orderBy } from './order.ts'

interface KernelVersion {
  readonly numbers: readonly string[]
  /** Number of the release candidate, absent for a release. */
  readonly candidate?: string
}

const form = /^v?([0-9]+(?:\.[0-9]+)+)(?:-rc([0-9]+))?(?:[-+][0-9A-Za-z._+-]*)?$/

/**
 * Order of Linux releases: `5.10` is `5.10.0`, `-rc1` is before the release. What a builder appends (`-91-generic`,
 * `-yocto-standard`, `+`) does not order: it says nothing of the release that the source was taken from.
 */
export const compareKernel: Order = orderBy(parseKernel, compareParsed)

function parseKernel(text: string): KernelVersion | undefined {
  const match = form.exec(text)
  if (match === null) return undefined
  const [, numbers = '', candidate] = match
  return { numbers: numbers.split('.'), ...(candidate === undefined ? {} : { candidate }) }
}

function compareParsed(a: KernelVersion, b: KernelVersion): number {
  const difference = compareLists(a.numbers, b.numbers, compareNumerals, '0')
  if (difference !== 0) return difference
  if (a.candidate === undefined || b.candidate === undefined) {
    return Number(a.candidate === undefined) - Number(b.candidate === undefined)
  }
  return compareNumerals(a.candidate, b.candidate)
}
