/**
 * Asks for the page again every few seconds while somebody looks at it, and replaces what has changed. Opened texts
 * stay open and the focus stays where it is; while somebody fills in the filter nothing moves. The summary is not
 * replaced but rewritten: a screen reader tells only of changes inside an element that it knows.
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
  const { href, parentElement } = document.activeElement ?? {};
  document.title = fresh.title;
  const [told, summary] = [document, fresh].map((page) => page.getElementById('summary'));
  if (told.textContent !== summary.textContent) told.textContent = summary.textContent;
  document.querySelector('main').replaceWith(fresh.querySelector('main'));
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  const summaryOf = (id) => id && document.getElementById(id)?.querySelector('summary');
  const sameLink = () => href && [...document.querySelectorAll('main a')].find((link) => link.href === href);
  (summaryOf(parentElement?.closest('details')?.id) || sameLink())?.focus();
  shown = tag;
}

setInterval(() => refresh().catch(() => {}), EVERY_MS);
document.addEventListener('visibilitychange', () => refresh().catch(() => {}));
`.trimStart();
