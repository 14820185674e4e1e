/** Colours keep a contrast of at least 4.5 to 1 with their ground, light and dark; the two sides differ in lightness too. */
export const STYLE = `
:root { color-scheme: light dark;
  --ground: #ffffff; --panel: #f5f6f8; --text: #1b1f24; --dim: #57606a; --line: #d0d7de;
  --reference: #8fb4dd; --current: #b3470b;
  --ok: #146c2e; --warning: #8a5a00; --drift: #b3261e; --insufficient_data: #57606a; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #0f1216; --panel: #181c22; --text: #e6e9ed; --dim: #9aa4af; --line: #343b44;
  --reference: #4c7fb8; --current: #ffb07a;
  --ok: #63d185; --warning: #f0b849; --drift: #ff8a80; --insufficient_data: #9aa4af; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; }
a { color: inherit; } p { max-width: 52rem; } .dim, figcaption, dt { color: var(--dim); }
.verdict { border-left: .4rem solid var(--state); background: var(--panel); padding: .75rem 1rem; margin: 1rem 0; font-size: 1.1rem; }
.ok { --state: var(--ok); } .warning { --state: var(--warning); } .drift { --state: var(--drift); }
.insufficient_data { --state: var(--insufficient_data); }
.state { color: var(--state); font-weight: 600; white-space: nowrap; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--dim); padding-bottom: .25rem; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; } .number { text-align: right; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
article > header { display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .75rem 0; } dd { margin: 0; }
figure { margin: .75rem 0 0; } svg { width: 100%; max-width: 44rem; height: auto; display: block; }
svg text { fill: var(--dim); font: 11px system-ui, sans-serif; } .axis { stroke: var(--dim); } .grid { stroke: var(--line); }
rect.reference, .key.reference { fill: var(--reference); background: var(--reference); }
rect.current, .key.current { fill: var(--current); background: var(--current); }
.key { display: inline-block; width: .75rem; height: .75rem; border-radius: 2px; margin: 0 .35rem 0 .75rem; vertical-align: -1px; }
summary { cursor: pointer; color: var(--dim); font-size: .875rem; }
@media print { body { max-width: none; } article { break-inside: avoid; } }`;
