/**
 * Verifying, writing and reading back an image, against hashing it, `dd` and hashing what was written: with `sha256sum`, which leaves
 * the processor's SHA instructions unused on some systems, and with `openssl`, which uses them as we do.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chunkBytes, readBack, type Release, writeImage } from '@pericard/update'
import { FileSlots } from '@pericard/update/adapters/files'
import { FolderSource } from '@pericard/update/adapters/sources'
import { atLeast, atMost, type BenchRow, interleaved } from './bench.ts'

const mebibyte = 1024 * 1024
const imageMebibytes = 256

interface Made {
  readonly folder: string
  readonly image: Release['image']
}

/** An image of random bytes with its description, made without holding it. */
function makeImage(mebibytes: number): Made {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-update-bench-'))
  const file = openSync(join(folder, 'image'), 'w')
  const whole = createHash('sha256')
  const chunks: string[] = []
  for (let i = 0; i < (mebibytes * mebibyte) / chunkBytes; i++) {
    const chunk = randomBytes(chunkBytes)
    writeSync(file, chunk)
    whole.update(chunk)
    chunks.push(createHash('sha256').update(chunk).digest('hex'))
  }
  closeSync(file)
  return { folder, image: { bytes: mebibytes * mebibyte, sha256: whole.digest('hex'), chunks } }
}

async function install({ folder, image }: Made): Promise<void> {
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  const slots = new FileSlots({ a, b, boot: join(folder, 'boot'), booted: 'a' })
  const source = new FolderSource(folder)
  const slot = await slots.openForWriting('b')
  try {
    const onDone = (): Promise<void> => Promise.resolve()
    await writeImage({ image, stream: (from) => source.stream('image', from), slot, done: 0, onDone })
    await readBack(image, slot)
  } finally {
    await slot.close()
  }
}

function withTools({ folder, image }: Made, hash: readonly string[]): void {
  const [program = '', ...options] = hash
  const sum = (file: string): string =>
    execFileSync(program, [...options, join(folder, file)])
      .toString()
      .slice(0, 64)
  if (sum('image') !== image.sha256) throw new Error(`${program} gave something else`)
  execFileSync('dd', [`if=${folder}/image`, `of=${folder}/dd`, 'bs=1M', 'conv=notrunc,fdatasync'], {
    stdio: 'ignore',
  })
  if (sum('dd') !== image.sha256) throw new Error('dd wrote something else')
}

/** Memory of a process of its own that installs one image, at its highest, in MiB. */
function peakOf(mebibytes: number): number {
  const made = makeImage(mebibytes)
  try {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), made.folder],
      { input: JSON.stringify(made), encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(stderr)
    return Number(stdout)
  } finally {
    rmSync(made.folder, { recursive: true })
  }
}

export async function run(): Promise<BenchRow[]> {
  const made = makeImage(imageMebibytes)
  try {
    const times = await interleaved({
      ours: () => install(made),
      sha256sum: () => withTools(made, ['sha256sum']),
      openssl: () => withTools(made, ['openssl', 'dgst', '-sha256', '-r']),
    })
    const rate = (ms: number): string => `${((imageMebibytes * 1000) / ms).toFixed(0)} MiB/s`
    const [small, large] = [peakOf(128), peakOf(1024)]
    return [
      atLeast({
        ...{ name: 'update-write', value: times.sha256sum / times.ours, unit: 'x speed', bar: 0.7, aim: 1 },
        against: `sha256sum, dd, sha256sum (${rate(times.sha256sum)}; ours ${rate(times.ours)})`,
      }),
      atLeast({
        ...{
          name: 'update-write-openssl',
          value: times.openssl / times.ours,
          unit: 'x speed',
          bar: 0.7,
          aim: 1,
        },
        against: `openssl dgst, dd, openssl dgst (${rate(times.openssl)}; ours ${rate(times.ours)})`,
      }),
      atMost({
        ...{ name: 'update-write-memory', value: large / small, unit: 'x memory', bar: 1.25, aim: 1.1 },
        against: `1 GiB image against 128 MiB (${large.toFixed(0)} and ${small.toFixed(0)} MiB at most)`,
      }),
    ]
  } finally {
    rmSync(made.folder, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer)
  await install(JSON.parse(Buffer.concat(parts).toString()) as Made)
  process.stdout.write(`${process.resourceUsage().maxRSS / 1024}`)
}
