/** The device files of the classes in the field, and what the attack graph of each says of an event. */
import { analyse, effectsOf } from '@pericard/analysis'
import { canonicalJson, fromUtf8, utf8 } from '@pericard/base'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import type { EffectOf, SoupWatch } from '@pericard/soup'
import { sha256 } from '../keys.ts'
import type { Transaction } from '../ports/store.ts'
import type { Registration } from '../registration.ts'

const filesTable = 'soup-files'
/** Classes that are kept at hand: about 100 kB each. The graph itself, some megabytes, is not kept. */
const keptMax = 1_000

/** A device file with what it includes, under the name that it has among all. */
export interface ClassFileText {
  readonly sha256: string
  readonly text: string
}

/** The parts of a device file that judging looks at. */
export type JudgedBy = Pick<
  DeviceFile,
  'device' | 'soup' | 'components' | 'interfaces' | 'data' | 'functions'
>

/** What findings of a class are judged by. */
export interface ClassFile {
  readonly file: JudgedBy
  readonly effectOf: EffectOf
}

/** By the watch that they are asked for: what follows from a file is the same as long as that lives. */
const kept = new WeakMap<SoupWatch, Map<string, ClassFile>>()

export function classFileText({
  deviceFile,
  includes,
}: Pick<Registration, 'deviceFile' | 'includes'>): ClassFileText {
  const text = canonicalJson({ deviceFile, includes })
  return { sha256: sha256(text), text }
}

export async function putClassFile(transaction: Transaction, file: ClassFileText): Promise<void> {
  await transaction.put(filesTable, file.sha256, utf8(file.text))
}

/** Undefined where it is gone or no longer readable: what is found is said all the same, without its depth. */
export async function classFile(
  watch: SoupWatch,
  transaction: Transaction,
  name: string,
  now: number,
): Promise<ClassFile | undefined> {
  const known = kept.get(watch) ?? new Map<string, ClassFile>()
  kept.set(watch, known)
  const found = known.get(name) ?? (await readClassFile(transaction, name, now))
  if (found === undefined) return undefined
  known.delete(name)
  known.set(name, found)
  const [oldest] = known.keys()
  if (known.size > keptMax && oldest !== undefined) known.delete(oldest)
  return found
}

async function readClassFile(
  transaction: Transaction,
  name: string,
  now: number,
): Promise<ClassFile | undefined> {
  const bytes = await transaction.get(filesTable, name)
  const kind = bytes === undefined ? undefined : (JSON.parse(fromUtf8(bytes) ?? '') as Registration)
  const parsed =
    kind === undefined
      ? undefined
      : parseDeviceFile(kind.deviceFile, {
          readInclude: (path) => (Object.hasOwn(kind.includes, path) ? kind.includes[path] : undefined),
        })
  if (parsed?.ok !== true) return undefined
  const { device, soup, components, interfaces, data, functions } = parsed.file
  const { graph, assumed } = analyse(parsed.file, { now })
  const effectOf = effectsOf(graph, assumed)
  const effects = new Map(soup.items.map(({ id }) => [`soup:${id}`, effectOf(`soup:${id}`)]))
  return {
    file: { device, soup, components, interfaces, data, functions },
    effectOf: (event) => effects.get(event) ?? { lowers: [], held: '' },
  }
}
