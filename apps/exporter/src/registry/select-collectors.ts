import type { Collector } from './collector.ts';

/**
 * The collectors that COLLECTORS asks for: `cpu,meminfo` runs these two, `-pressure,-os` all default ones but these.
 * The pattern of the setting has already refused unknown names.
 */
export function selectCollectors(all: readonly Collector[], setting: string): readonly Collector[] {
  const items = setting.split(',').filter((item) => item !== '');
  const only = new Set(items.filter((item) => !item.startsWith('-')));
  const without = new Set(items.filter((item) => item.startsWith('-')).map((item) => item.slice(1)));
  return all.filter(
    ({ name, enabledByDefault }) => (only.size > 0 ? only.has(name) : enabledByDefault) && !without.has(name),
  );
}

/** What COLLECTORS may be; empty is the default set. */
export function collectorsPattern(all: readonly Collector[]): string {
  const item = `-?(${all.map(({ name }) => name).join('|')})`;
  return `^(${item}(,${item})*)?$`;
}
