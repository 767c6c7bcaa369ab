/** A plain TUF client, as test suites and other programs drive one. It has a wall clock and files, and no slots. */
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Updater as TufUpdater } from 'tuf-js'
import { UpdateError } from './errors.ts'

export interface TufClientOptions {
  readonly metadataDir: string
  readonly metadataUrl: string
  readonly targetBaseUrl?: string
  readonly targetDir?: string
}

/** Takes a root that its caller trusts. */
export async function tufInit(metadataDir: string, root: string): Promise<void> {
  await mkdir(metadataDir, { recursive: true })
  await copyFile(root, join(metadataDir, 'root.json'))
}

/** Fetches and verifies metadata into the folder. */
export async function tufRefresh(options: TufClientOptions): Promise<void> {
  await client(options).refresh()
}

/** Fetches a target into the folder, and returns where it is. @throws {UpdateError} `UPDATE_COMPONENT_UNKNOWN` */
export async function tufDownload(options: TufClientOptions, target: string): Promise<string> {
  const tuf = client(options)
  const info = await tuf.getTargetInfo(target)
  if (info === undefined)
    throw new UpdateError('UPDATE_COMPONENT_UNKNOWN', `The repository has no target ${target}`)
  return tuf.downloadTarget(info)
}

function client({ metadataDir, metadataUrl, targetBaseUrl, targetDir }: TufClientOptions): TufUpdater {
  return new TufUpdater({
    metadataDir,
    metadataBaseUrl: metadataUrl,
    ...(targetBaseUrl === undefined ? {} : { targetBaseUrl }),
    ...(targetDir === undefined ? {} : { targetDir }),
  })
}
