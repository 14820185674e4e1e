import type { Collector } from './collector.ts';

/**
 * The collectors that COLLECTORS asks for: `cpu,meminfo` runs these two, `-pressure,+processes` all default ones but
 * the first, and the second. The pattern of the setting has already refused unknown names.
 */
export function selectCollectors(all: readonly Collector[], setting: string): readonly Collector[] {
  const items = setting.split(',').filter((item) => item !== '');
  const signed = (sign: string) =>
    new Set(items.filter((item) => item.startsWith(sign)).map((item) => item.slice(sign.length)));
  const added = signed('+');
  const without = signed('-');
  const only = new Set(items.filter((item) => !/^[+-]/.test(item)));
  return all.filter(({ name, enabledByDefault }) => {
    const chosen = only.size > 0 ? only.has(name) : enabledByDefault;
    return (chosen || added.has(name)) && !without.has(name);
  });
}

/** What COLLECTORS may be; empty is the default set. */
export function collectorsPattern(all: readonly Collector[]): string {
  const item = `[+-]?(${all.map(({ name }) => name).join('|')})`;
  return `^(${item}(,${item})*)?$`;
}
