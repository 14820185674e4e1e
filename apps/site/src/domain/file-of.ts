/**
 * Files that may answer a path, the likeliest first: pages have addresses without an ending.
 * @param path of the URL, decoded
 */
export function filesOf(path: string): readonly string[] {
  const file = path.replace(/^\/+/, '');
  if (file === '' || file.endsWith('/')) return [`${file}index.html`];
  return /\.[a-z0-9]+$/i.test(file) ? [file] : [`${file}.html`, `${file}/index.html`];
}
