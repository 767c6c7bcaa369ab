import type { SoupPlace, SoupRelease } from '@pericard/protocol'
import type { Hono } from 'hono'
import { justifications } from '@pericard/soup'
import { z } from 'zod'
import { FleetError } from '../error.ts'
import type { Context } from '../context.ts'
import { decide, type FleetDecision, registerText } from '../soup/decisions.ts'
import { alertsAfter } from '../soup/alerts.ts'
import { componentsOfRelease, exposureOf, releasesWith, watchedReleases } from '../soup/questions.ts'
import { triage } from '../soup/triage.ts'
import { takeAdvisoryChanges } from '../view.ts'
import { type Env, messageOf } from './common.ts'

/** Alerts in one answer. */
const alertsMax = 500

const words = z.string().min(1).max(2000)
const decisionRequest: z.ZodType<FleetDecision> = z
  .strictObject({
    release: z.string().max(64),
    vulnerability: z.string().min(1).max(200),
    component: words,
    status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
    justification: z.enum(justifications).optional(),
    because: words,
    action: words.optional(),
    until: z.string().max(20).optional(),
    versions: words.optional(),
    withoutFacts: words.optional(),
  })
  // An optional key that is missing is not there: nothing sets it to undefined.
  .transform((read) => read as FleetDecision)

/** What operators ask about SOUP (docs/specs/soup-api.md). */
export function addSoupRoutes(app: Hono<Env>, context: Context): void {
  app.get('/api/soup/releases', async (call) =>
    call.json((await watchedReleases(context)) satisfies readonly SoupRelease[]),
  )
  app.get('/api/soup/triage', async (call) => call.json(await triage(context)))
  app.get('/api/soup/decisions', async (call) =>
    call.body(await context.store.transact(registerText), 200, { 'content-type': 'application/jsonl' }),
  )
  app.post('/api/soup/decisions', async (call) => {
    const asked = await messageOf(call, decisionRequest)
    const made = await decide(context, call.get('operator'), asked)
    return call.json({ decisions: made.length }, 201)
  })
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
