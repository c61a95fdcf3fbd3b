/** The style of the page for light and dark color schemes and for print. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1b1f24; --quiet: #57606a; --edge: #d0d7de; --shade: #f6f8fa;
  --ours: #0b62b8; --study: #b35900; --stated: #6f3fb5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1318; --ink: #e6edf3; --quiet: #9aa5b1; --edge: #39424d; --shade: #171d24;
    --ours: #6cb6ff; --study: #f0a35e; --stated: #c9a6ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 64rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif;
}
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--edge); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
p, li { max-width: 48rem; overflow-wrap: anywhere; }
.lead { font-size: 1.15rem; color: var(--quiet); }
a { color: var(--ours); }
nav ul { columns: 16rem; padding-left: 1.2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 34rem; font-size: .9rem; }
table:has(th:nth-child(6)) { min-width: 60rem; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--edge); text-align: left; vertical-align: top; overflow-wrap: break-word; }
thead th { background: var(--shade); }
tbody th { font-weight: 400; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.total th, .total td { font-weight: 700; border-top: 2px solid var(--quiet); }
figure { margin: 1rem 0 1.5rem; }
figcaption { color: var(--quiet); font-size: .9rem; }
figcaption strong { color: var(--ink); }
svg { display: block; max-width: 100%; min-width: 36rem; height: auto; margin-top: .5rem; }
svg text { font: 14px system-ui, sans-serif; fill: var(--ink); }
svg .small { font-size: 12.5px; }
svg .end { text-anchor: end; }
svg .middle { text-anchor: middle; }
svg .grid { stroke: var(--edge); }
svg .ours { fill: var(--ours); }
svg .study { stroke: var(--study); }
svg .stripe { fill: var(--study); }
svg .series-0 { fill: var(--ours); stroke: var(--ours); }
svg .series-1 { fill: var(--study); stroke: var(--study); }
svg .series-2 { fill: var(--stated); stroke: var(--stated); }
svg .curve { fill: none; stroke-width: 2.5; }
@media print {
  :root {
    --ground: #ffffff; --ink: #000000; --quiet: #444444; --edge: #bbbbbb; --shade: #eeeeee;
    --ours: #0b62b8; --study: #b35900; --stated: #6f3fb5;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  .wide { overflow: visible; }
  svg, table, table:has(th:nth-child(6)) { min-width: 0; }
  svg * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
`;
