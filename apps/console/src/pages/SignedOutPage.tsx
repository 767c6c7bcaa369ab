import type { ReactElement } from 'react'

export function SignedOutPage(): ReactElement {
  return (
    <main className="narrow">
      <title>Signed out · Pericard</title>
      <h1>You are signed out</h1>
      <section className="panel">
        <p>There is no password. You sign in with a link that works once, within 15 minutes.</p>
        <ol>
          <li>
            Go to the terminal where the fleet server runs (<code>npm start</code> or{' '}
            <code>pericard fleet</code>).
          </li>
          <li>
            It prints a sign-in link each time it starts. Restart it if yours has been used or is too old.
          </li>
          <li>Open the link in this browser. You stay signed in for 12 hours.</li>
        </ol>
      </section>
    </main>
  )
}
