/** Advisory files as the feeds of a snapshot. */
import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Feed, rawRecords, readAdvisories, type SnapshotSource } from '@pericard/soup'
import { parseJson } from '@pericard/base'
import { feedStateName } from '@pericard/soup/adapters/update-feeds'
import { z } from 'zod'
import { advisoryFiles, unpacked } from '../advisories.ts'
import { readText } from '../device-file.ts'

const fetchedSchema = z.record(z.string(), z.object({ fetched: z.iso.datetime() }))

export type ReadFeeds =
  | { readonly ok: true; readonly feeds: readonly Feed[]; readonly sources: readonly SnapshotSource[] }
  | { readonly ok: false; readonly lines: readonly string[] }

/** Reads a file or folder of advisories as feeds; each is also read for what it says, so that nothing unreadable is packed. */
export function readFeeds(path: string): ReadFeeds {
  const files = advisoryFiles(path)
  const fetched = statSync(path).isDirectory() ? fetchedIn(join(path, feedStateName)) : {}
  const lines: string[] = files.length === 0 ? [`${path}: holds no advisory file`] : []
  const feeds: Feed[] = []
  const sources: SnapshotSource[] = []
  for (const file of files) {
    const issues: { path: string; message: string }[] = []
    const bytes = unpacked(file, issues)
    const read = bytes === undefined ? undefined : readAdvisories(bytes)
    if (read?.ok === false)
      issues.push(...read.issues.map((issue) => ({ ...issue, path: `${file} ${issue.path}`.trimEnd() })))
    for (const issue of issues) lines.push(`${issue.path}: ${issue.message}`)
    if (bytes === undefined || read?.ok !== true) continue
    const name = basename(file).replace(/\.(?:json|jsonl|ndjson)(?:\.gz|\.zst)?$/, '')
    const records = rawRecords(bytes)
    const newest = read.advisories.reduce((most, { modified }) => Math.max(most, modified), 0)
    feeds.push({ name, records })
    sources.push({
      ...{ name, records: records.length },
      ...(fetched[name] === undefined ? {} : { fetched: fetched[name].fetched }),
      ...(newest === 0 ? {} : { newest: new Date(newest).toISOString() }),
    })
  }
  return lines.length > 0 ? { ok: false, lines } : { ok: true, feeds, sources }
}

function fetchedIn(path: string): Readonly<Record<string, { readonly fetched: string }>> {
  return existsSync(path) ? fetchedSchema.parse(parseJson(readText(path))) : {}
}
