import type { ReactElement } from 'react'

/** Lines of defence as bars: as many filled as stand; none leaves an open gate. */
export function DepthGlyph({ depth }: { readonly depth: number }): ReactElement {
  const bars = [0, 1, 2].map((at) => (
    <rect
      key={at}
      x={1.5 + at * 4.5}
      y={1.5}
      width={3}
      height={11}
      rx={0.8}
      fill={at < depth ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={1}
      strokeDasharray={at < depth ? undefined : '1.5 1.5'}
    />
  ))
  return (
    <svg width={20} height={14} viewBox="0 0 20 14" aria-hidden="true">
      {bars}
      {depth > 3 && <path d="M16 7h3.500M17.750 5.250v3.500" stroke="currentColor" strokeWidth={1.4} />}
    </svg>
  )
}

export type VerdictKind = 'good' | 'bad' | 'warn'

export function VerdictGlyph({ kind }: { readonly kind: VerdictKind }): ReactElement {
  const path = {
    good: 'M3 7.500l2.800 2.800L11 4.500',
    bad: 'M4 4l6 6M10 4l-6 6',
    warn: 'M7 3v5M7 10.200v.9',
  }[kind]
  return (
    <svg
      width={14}
      height={14}
      viewBox="0 0 14 14"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      aria-hidden="true"
    >
      <path d={path} strokeLinecap="round" />
    </svg>
  )
}

export function Mark(): ReactElement {
  return (
    <svg
      width={26}
      height={26}
      viewBox="0 0 24 24"
      fill="none"
      stroke="var(--accent)"
      strokeWidth={1.8}
      aria-hidden="true"
    >
      <path d="M12 21c5.500-2.600 8.500-6.200 8.500-10.800V5.500L12 2.500 3.500 5.500v4.700C3.500 14.800 6.500 18.400 12 21z" />
      <path d="M6.500 12h3l1.500-4 2.500 7 1.500-3h2.500" />
    </svg>
  )
}
