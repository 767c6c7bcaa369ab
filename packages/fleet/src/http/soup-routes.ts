import type { SoupPlace, SoupRelease } from '@pericard/protocol'
import type { Hono } from 'hono'
import { FleetError } from '../error.ts'
import type { Context } from '../context.ts'
import { alertsAfter } from '../soup/keeping.ts'
import { componentsOfRelease, exposureOf, releasesWith, watchedReleases } from '../soup/questions.ts'
import { takeAdvisoryChanges } from '../view.ts'
import type { Env } from './common.ts'

/** Alerts in one answer. */
const alertsMax = 500

/** What operators ask about SOUP (docs/specs/soup-api.md). */
export function addSoupRoutes(app: Hono<Env>, context: Context): void {
  app.get('/api/soup/releases', async (call) =>
    call.json((await watchedReleases(context)) satisfies readonly SoupRelease[]),
  )
  app.get('/api/soup/releases/:id/components', async (call) =>
    call.json(await componentsOfRelease(context, call.req.param('id'))),
  )
  app.get('/api/soup/vulnerabilities/:id', async (call) =>
    call.json((await exposureOf(context, call.req.param('id'))) satisfies readonly SoupPlace[]),
  )
  app.get('/api/soup/components', async (call) => {
    const name = call.req.query('name')
    if (name === undefined || name === '')
      throw new FleetError(
        'FLEET_REQUEST_INVALID',
        'Wanted ?name=, a component’s name or its purl without version',
      )
    return call.json(await releasesWith(context, name))
  })
  app.get('/api/soup/alerts', async (call) => {
    const after = Number(call.req.query('after') ?? '0')
    if (!Number.isSafeInteger(after) || after < 0)
      throw new FleetError('FLEET_REQUEST_INVALID', 'Wanted ?after=, the sequence of an alert')
    return call.json(
      await context.store.transact((transaction) => alertsAfter(transaction, after, alertsMax)),
    )
  })
  app.post('/api/advisories/changes', async (call) =>
    call.json(await takeAdvisoryChanges(context, new Uint8Array(await call.req.arrayBuffer()))),
  )
}
