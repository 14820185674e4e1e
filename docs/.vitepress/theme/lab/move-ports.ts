import { portChanges } from './addresses.ts';

/** Elements that were changed already: a port may have become what another one was. */
const done = new WeakSet<Node>();

/** Shows the addresses of the running lab below an element, in texts and in links. */
export function movePorts(root: Element, moved: ReadonlyMap<string, string>): void {
  if (moved.size === 0) return;
  // An address in highlighted code lies in several text nodes, so code is looked at as a whole.
  for (const code of root.querySelectorAll('code')) moveIn(textNodes(code), moved);
  for (const node of textNodes(root)) moveIn([node], moved);
  for (const link of root.querySelectorAll('a[href]')) {
    if (done.has(link)) continue;
    done.add(link);
    const href = link.getAttribute('href') ?? '';
    link.setAttribute('href', changed(href, moved));
  }
}

function changed(text: string, moved: ReadonlyMap<string, string>): string {
  return portChanges(text, moved).reduceRight(
    (result, { at, from, to }) => result.slice(0, at) + to + result.slice(at + from.length),
    text,
  );
}

function textNodes(root: Element): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) nodes.push(node as Text);
  return nodes;
}

function moveIn(nodes: readonly Text[], moved: ReadonlyMap<string, string>): void {
  const fresh = nodes.filter((node) => !done.has(node));
  const text = fresh.map(({ data }) => data).join('');
  for (const { at, from, to } of [...portChanges(text, moved)].reverse()) replaceAt(fresh, at, from, to);
  for (const node of fresh) done.add(node);
}

/** A port that is itself split over nodes stays as it is: no highlighter cuts a number in two. */
function replaceAt(nodes: readonly Text[], at: number, from: string, to: string): void {
  let start = 0;
  for (const node of nodes) {
    const offset = at - start;
    if (offset >= 0 && offset + from.length <= node.data.length) {
      node.replaceData(offset, from.length, to);
      return;
    }
    start += node.data.length;
  }
}
