const ID_LIKE = /\d{3,}|^.{25,}$/;

/**
 * The path of a URL as a span may carry it: without its query, which may hold secrets, and with `{id}` for each
 * segment that looks like an id (three digits in a row, or more than 24 characters), which may be a person's.
 */
export function spanPath(url: string): string {
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  if (!/\d{3}|[^/]{25}/.test(path)) return path; // nearly every request: no array, no join
  return path
    .split('/')
    .map((segment) => (ID_LIKE.test(segment) ? '{id}' : segment))
    .join('/');
}
