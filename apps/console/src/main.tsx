import '@mantine/core/styles.css'
import '@xyflow/react/dist/style.css'
import './console.css'
import { ActionIcon, MantineProvider, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { StrictMode, type ReactElement, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { DevicePage } from './pages/DevicePage.tsx'
import { FleetPage } from './pages/FleetPage.tsx'
import { SignedOutPage } from './pages/SignedOutPage.tsx'
import { SoupPage } from './pages/SoupPage.tsx'
import { Mark } from './parts/Glyphs.tsx'
import { navigate, useAddress } from './state/router.ts'
import { theme, variables } from './theme.ts'

function Page(): ReactElement {
  const { pathname } = useAddress()
  const device = /^\/devices\/([^/]+)\/?$/.exec(pathname)?.[1]
  if (device !== undefined) return <DevicePage key={device} id={decoded(device)} />
  if (pathname === '/') return <FleetPage />
  if (pathname === '/soup') return <SoupPage />
  if (pathname === '/signed-out') return <SignedOutPage />
  return (
    <main>
      <h1>No such page</h1>
      <p>
        <a href="/">Go to the devices</a>
      </p>
    </main>
  )
}

/** A path that is not well-formed is the path of no device, and the server will say so. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function SchemeButton(): ReactElement {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  return (
    <ActionIcon
      variant="default"
      aria-label={dark ? 'Use light colours' : 'Use dark colours'}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      <svg width={16} height={16} viewBox="0 0 16 16" aria-hidden="true">
        <circle cx={8} cy={8} r={6} fill="none" stroke="currentColor" strokeWidth={1.5} />
        <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
      </svg>
    </ActionIcon>
  )
}

function BarLink({
  to,
  className,
  children,
}: {
  readonly to: string
  readonly className?: string
  readonly children: ReactNode
}): ReactElement {
  return (
    <a
      href={to}
      className={className}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return
        event.preventDefault()
        navigate(to)
      }}
    >
      {children}
    </a>
  )
}

function Console(): ReactElement {
  return (
    <>
      <nav className="bar" aria-label="Console">
        <div className="bar-links">
          <BarLink to="/" className="brand">
            <Mark /> Pericard
          </BarLink>
          <BarLink to="/">Devices</BarLink>
          <BarLink to="/soup">SOUP</BarLink>
        </div>
        <SchemeButton />
      </nav>
      <Page />
    </>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <Console />
    </MantineProvider>
  </StrictMode>,
)
