import test from 'node:test'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const bin = new URL('../../bin/pericard.js', import.meta.url).pathname

async function update(...given: readonly string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(process.execPath, [bin, 'soup', 'update', ...given])
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, out, err }
}

test('pericard soup update says what came, and goes on past a source that fails', async () => {
  const body = JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1', dateAdded: '2026-01-01' }] })
  const server = createServer((request, response) =>
    request.url === '/kev' ? response.end(body) : response.writeHead(500).end(),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const feeds = mkdtempSync(join(tmpdir(), 'pericard-feeds-'))
  try {
    const kev = ['--feeds', feeds, '--kev', '--kev-address', `${base}kev`]
    const good = await update(...kev)
    assert.deepEqual([good.code, good.err], [0, ''])
    assert.match(
      good.out,
      /cisa-kev: 1 records, 1 new or changed, 0 gone or changed; 0 statements not understood/,
    )
    const half = await update('--osv', 'npm', '--osv-address', base, ...kev)
    assert.equal(half.code, 2)
    assert.match(half.err, /osv-npm: .*answered 500 \(FEED_UNREACHABLE\); the feed stays as it was/)
    assert.match(half.out, /cisa-kev: 1 records, nothing changed/)
  } finally {
    server.close()
  }
  assert.equal((await update('--feeds', feeds)).code, 2)
  rmSync(feeds, { recursive: true })
})
