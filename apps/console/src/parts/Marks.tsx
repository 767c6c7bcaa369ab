/** Small marks that never rest on colour alone: glyph and word beside it (WCAG 2.2, 1.4.1). */
import type { ReactElement, ReactNode } from 'react'
import { depthText, type Cell } from '../state/what-if.ts'
import { DepthGlyph, VerdictGlyph, type VerdictKind } from './Glyphs.tsx'

export function DepthChip({ cell, wanted }: { readonly cell: Cell; readonly wanted: number }): ReactElement {
  const met = cell.after >= wanted
  const changed = cell.before !== cell.after
  const text = changed ? `${depthText(cell.before)} → ${depthText(cell.after)}` : depthText(cell.after)
  const label = `depth ${text}, wanted ${depthText(wanted)}, ${met ? 'met' : 'below'}`
  return (
    <span className={`chip ${met ? 'good' : 'bad'} ${changed ? 'changed' : ''}`} title={label}>
      <DepthGlyph depth={cell.after} />
      <span aria-hidden="true">{text}</span>
      <span className="said">{label}</span>
      <VerdictGlyph kind={met ? 'good' : 'bad'} />
    </span>
  )
}

/** A depth with nothing to compare it to. */
export function PlainDepth({ depth }: { readonly depth: number }): ReactElement {
  return (
    <span
      className={`chip ${depth === 0 ? 'bad' : depth === 1 ? 'warn' : 'good'}`}
      title={`depth ${depthText(depth)}`}
    >
      <DepthGlyph depth={depth} />
      {depthText(depth)}
    </span>
  )
}

export function Verdict({
  kind,
  children,
}: {
  readonly kind: VerdictKind
  readonly children: ReactNode
}): ReactElement {
  return (
    <span className={`chip ${kind}`}>
      <VerdictGlyph kind={kind} />
      {children}
    </span>
  )
}

export function Panel(props: {
  readonly title: string
  readonly note?: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
}): ReactElement {
  return (
    <section className="panel" aria-label={props.title}>
      <header className="panel-head">
        <div>
          <h2>{props.title}</h2>
          {props.note !== undefined && <p className="dim">{props.note}</p>}
        </div>
        {props.aside}
      </header>
      {props.children}
    </section>
  )
}

/** Says that there is nothing, and what to do about it. */
export function Empty({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}): ReactElement {
  return (
    <div className="empty">
      <strong>{title}</strong>
      <p className="dim">{children}</p>
    </div>
  )
}

export function Time({ at }: { readonly at: number }): ReactElement {
  const iso = new Date(at).toISOString()
  return (
    <time dateTime={iso} className="mono" title={iso}>
      {`${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`}
    </time>
  )
}
