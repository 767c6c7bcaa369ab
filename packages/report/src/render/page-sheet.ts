import { diagramSheet } from '../diagram/sheet.ts'

/** The one sheet of the register page; its hash is in the page's policy. */
export const pageSheet: string = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #16202b; --soft: #4a5765; --rule: #c9d1d9; --wash: #f4f6f8; --good: #14532d; --bad: #8f1a10; --warn: #6b4a00; }
@media (prefers-color-scheme: dark) { :root { --paper: #12181f; --ink: #eef3f8; --soft: #b7c3cf; --rule: #3a4653; --wash: #19222c; --good: #8fdca8; --bad: #ff9d92; --warn: #f2cf7c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 88rem; background: var(--paper); color: var(--ink); font: 15px/1.5 "Helvetica Neue", Arial, "Liberation Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; border-top: 2px solid var(--rule); padding-top: 1rem; }
h3 { font-size: 1rem; margin: 0; }
h4 { font-size: .9rem; margin: .75rem 0 .25rem; }
p { margin: .25rem 0 .75rem; max-width: 70rem; }
a { color: inherit; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--warn); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: 1rem 0; list-style: none; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: .5rem 0; }
.facts div { display: flex; gap: .5rem; }
dt { color: var(--soft); }
dd { margin: 0; }
.entry { border: 1px solid var(--rule); border-left: 6px solid var(--rule); border-radius: 4px; padding: .75rem 1rem; margin: .75rem 0; break-inside: avoid; }
.entry header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; align-items: baseline; }
.entry dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr minmax(9rem, 14rem) 1fr; gap: .15rem 1rem; margin: .5rem 0 0; font-size: .9rem; }
.entry ol { margin: .25rem 0 0; padding-left: 1.75rem; font-size: .9rem; }
.standing { font-weight: bold; }
.met { color: var(--good); } .is-met { border-left-color: var(--good); }
.bad { color: var(--bad); } .is-bad { border-left-color: var(--bad); border-left-style: double; }
.warn { color: var(--warn); } .is-warn { border-left-color: var(--warn); border-left-style: dashed; }
.scroll { overflow: auto; border: 1px solid var(--rule); border-radius: 4px; margin: .75rem 0; }
.scroll svg { display: block; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; }
caption { text-align: left; font-weight: bold; padding: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--rule); overflow-wrap: break-word; }
thead th { background: var(--wash); }
@media (max-width: 60rem) { body { padding: 1rem; } .entry dl { grid-template-columns: minmax(8rem, 12rem) 1fr; } }
@media print {
  :root { color-scheme: light; --paper: #ffffff; --ink: #000000; --soft: #333333; --rule: #999999; --wash: #ffffff; --good: #000000; --bad: #000000; --warn: #000000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  table { font-size: 7.5pt; }
  th, td { overflow-wrap: anywhere; padding: .15rem .3rem; }
  .scroll { overflow: visible; border: 0; }
  .scroll svg { max-width: 100%; max-height: 24cm; height: auto; }
  h2 { break-before: page; }
}
${diagramSheet}
`.trim()
