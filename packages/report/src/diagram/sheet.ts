/** One sheet for pictures alone and in a page: light, dark and grey on paper. Meaning never rests on a colour. */
export const diagramSheet: string = `
.picture { --paper: #ffffff; --ink: #16202b; --soft: #4a5765; --wash: #f4f6f8; --box: #ffffff; --store: #eaf1fb; --outside: #fdf3e3; --alarm: #fde8e6; --edge: #2c3a49; --alarm-edge: #a11d12;
  font-family: "DejaVu Sans", Verdana, "Helvetica Neue", Arial, sans-serif; background: var(--paper); }
@media (prefers-color-scheme: dark) { .picture { --paper: #12181f; --ink: #eef3f8; --soft: #b7c3cf; --wash: #19222c; --box: #1f2a36; --store: #1d3047; --outside: #3a2f1b; --alarm: #47201d; --edge: #b9c7d5; --alarm-edge: #ff9d92; } }
@media print { .picture { --paper: #ffffff; --ink: #000000; --soft: #333333; --wash: #ffffff; --box: #ffffff; --store: #f2f2f2; --outside: #ffffff; --alarm: #e4e4e4; --edge: #000000; --alarm-edge: #000000; } }
.picture text { fill: var(--ink); font-size: 11px; }
.picture .title { font-size: 13px; font-weight: bold; }
.picture .heading { font-size: 12px; font-weight: bold; fill: var(--soft); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.picture .caption { font-size: 16px; font-weight: bold; }
.picture .paper { fill: var(--paper); }
.picture .label { fill: var(--paper); }
.picture .shape { fill: var(--box); stroke: var(--edge); stroke-width: 1.4; }
.picture .lid { fill: none; stroke: var(--edge); stroke-width: 1.4; }
.picture .store { fill: var(--store); }
.picture .external, .picture .people { fill: var(--outside); stroke-width: 2.2; }
.picture .warning { fill: var(--alarm); stroke: var(--alarm-edge); stroke-width: 2.4; }
.picture .inner { fill: none; stroke: var(--alarm-edge); stroke-width: 1.2; }
.picture .boundary { fill: none; stroke: var(--soft); stroke-width: 1.4; }
.picture .device { stroke: var(--ink); stroke-width: 2.6; }
.picture .host { fill: var(--wash); stroke-width: 1.6; }
.picture .zone { stroke-dasharray: 7 4; }
.picture .group { stroke-dasharray: 2 3; }
.picture .flow { fill: none; stroke: var(--edge); stroke-width: 1.3; stroke-linejoin: round; }
.picture .heavy { stroke-width: 2.6; }
.picture .physical { stroke-dasharray: 10 3 2 3; }
.picture .wireless { stroke-dasharray: 2 4; stroke-linecap: round; }
.picture .network { stroke-dasharray: 8 4; }
.picture .internet { stroke-dasharray: 16 5; }
.picture .dormant { stroke-dasharray: 4 8; }
.picture .relation { stroke: var(--soft); }
.picture .head { fill: var(--edge); }
.picture .life { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 5 4; }
`.trim()
