import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { Empty } from '../parts/Marks.tsx'
import type { Loaded } from '../state/api.ts'
import { SignedOutPage } from './SignedOutPage.tsx'

/** What stands where a page will be, or why it will not. */
export function Waiting({
  loaded,
}: {
  readonly loaded: Exclude<Loaded<unknown>, { state: 'ready' }>
}): ReactElement {
  if (loaded.state === 'loading')
    return (
      <main aria-busy="true">
        <p className="dim">Loading…</p>
      </main>
    )
  if (loaded.error.code === 'API_SIGNED_OUT') return <SignedOutPage />
  return (
    <main>
      <h1>That did not work</h1>
      <section className="panel">
        <Empty title={loaded.error.message}>If it goes on, look at the fleet server’s log.</Empty>
        <Button variant="default" onClick={() => globalThis.location.reload()}>
          Try again
        </Button>
      </section>
    </main>
  )
}
