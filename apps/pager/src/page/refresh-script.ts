/**
 * Asks for the page again every few seconds while somebody looks at it, and replaces what has changed. Opened texts
 * stay open and the focus stays where it is; while somebody fills in the filter nothing moves.
 */
export const REFRESH_SCRIPT = `
const EVERY_MS = 3000;
let shown;

async function refresh() {
  if (document.hidden || document.activeElement?.closest('form')) return;
  const answer = await fetch(location.href, { cache: 'no-cache' });
  const tag = answer.headers.get('etag');
  if (!answer.ok || tag === shown) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const opened = [...document.querySelectorAll('details[open]')].map(({ id }) => id);
  const focused = document.activeElement?.closest('details')?.id;
  document.title = fresh.title;
  document.querySelector('main').replaceWith(fresh.querySelector('main'));
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  if (focused) document.getElementById(focused)?.querySelector('summary')?.focus();
  shown = tag;
}

setInterval(() => refresh().catch(() => {}), EVERY_MS);
document.addEventListener('visibilitychange', () => refresh().catch(() => {}));
`.trimStart();
