/**
 * YAML as far as rule files need it: maps, lists, strings and numbers. Quotes only where a reader of YAML might
 * see something else than text; several lines become a literal block, so that an expression reads as written.
 */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

const PLAIN_KEY = /^[A-Za-z_][\w-]*$/;
/** Starts like a word, a path or a duration and holds nothing that YAML gives a meaning to. */
const PLAIN_TEXT = /^(?:[A-Za-z/][\w ./,()-]*[\w.)]|[A-Za-z]|\d+[a-z]+)$/;
const NOT_TEXT = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

function scalar(value: string | number | boolean, indent: string): string {
  if (typeof value !== 'string') return ` ${value}`;
  if (value.includes('\n')) {
    return ` |-\n${value
      .split('\n')
      .map((line) => `${indent}${line}`)
      .join('\n')}`;
  }
  if (PLAIN_TEXT.test(value) && !NOT_TEXT.test(value)) return ` ${value}`;
  return value.includes('"') ? ` '${value.replaceAll("'", "''")}'` : ` ${JSON.stringify(value)}`;
}

function node(value: Yaml, indent: string): string {
  if (typeof value !== 'object') return scalar(value, indent);
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []';
    return `\n${value.map((item: Yaml) => `${indent}-${listItem(item, indent)}`).join('\n')}`;
  }
  const entries = Object.entries(value).filter((entry): entry is [string, Yaml] => entry[1] !== undefined);
  if (entries.length === 0) return ' {}';
  return `\n${entries
    .map(
      ([key, item]) =>
        `${indent}${PLAIN_KEY.test(key) ? key : JSON.stringify(key)}:${node(item, `${indent}  `)}`,
    )
    .join('\n')}`;
}

/** A map in a list starts on the line of its dash. */
const listItem = (item: Yaml, indent: string): string => node(item, `${indent}  `).replace(/^\n\s*/, ' ');

export const toYaml = (document: Yaml): string => `${node(document, '').trimStart()}\n`;
