/** Colours keep a contrast of 4.5 to 1 in both schemes; nothing is told by colour alone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #14171c);
  --card: light-dark(#ffffff, #1e232b);
  --text: light-dark(#1b1f24, #e8ebf0);
  --muted: light-dark(#57606a, #a9b2be);
  --line: light-dark(#d0d7de, #3a424d);
  --link: light-dark(#0550ae, #8cc4ff);
  --critical: light-dark(#b3121f, #ff8a8a);
  --warning: light-dark(#9a5b00, #ffc266);
  --info: light-dark(#0a5fa8, #8cc4ff);
  --resolved: light-dark(#1a6f35, #7ee2a0);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0.5rem 1rem; }
header, footer { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; }
h1 { margin: 0.5rem 0; font-size: 1.5rem; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.5rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.quiet, .facts, #summary, footer { color: var(--muted); }
.banner, .card { background: var(--card); border: 1px solid var(--line); border-left: 6px solid var(--muted); border-radius: 6px; padding: 0.6rem 0.9rem; }
.banner { font-weight: 600; }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.6rem; }
.critical, .firing { border-left-color: var(--critical); }
.warning { border-left-color: var(--warning); }
.info { border-left-color: var(--info); }
.resolved { border-left-color: var(--resolved); }
.banner.critical { color: var(--critical); }
.badge { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: 0 0.6rem; font-size: 0.85rem; font-weight: 400; }
.links { list-style: none; margin: 0.4rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.4rem 0 0; font-size: 0.9rem; }
form { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: end; margin-bottom: 0.75rem; }
input, select, button { font: inherit; min-height: 2.2rem; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.2rem 0.6rem; }
`.trimStart();
