import { NoDataError, ParseError } from '../errors.ts';
import { gauge } from '../exposition/metric-family.ts';
import { linesOf } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const FILES = ['etc/os-release', 'usr/lib/os-release'] as const;
const LABELS = [
  'build_id',
  'id',
  'id_like',
  'image_id',
  'image_version',
  'name',
  'pretty_name',
  'variant',
  'variant_id',
  'version',
  'version_codename',
  'version_id',
] as const;

/** The distribution, from os-release(5) below the root of the machine. */
export const os: Collector = {
  name: 'os',
  enabledByDefault: true,
  create: (host) => async () => {
    const texts = await Promise.all(FILES.map((file) => host.rootfs.readIfPresent(file)));
    const text = texts.find((candidate) => candidate !== undefined);
    if (text === undefined) throw new NoDataError('no os-release file');
    const release = parseOsRelease(text);
    const labels = Object.fromEntries(LABELS.map((label) => [label, release.get(label.toUpperCase()) ?? '']));
    const { id = '', id_like = '', name = '' } = labels;
    const majorMinor = /^\d+(\.\d+)?/.exec(release.get('VERSION_ID') ?? '')?.[0];
    return [
      gauge('node_os_info', `A metric with a constant '1' value labeled by ${LABELS.join(', ')}.`, [
        { labels, value: 1 },
      ]),
      gauge(
        'node_os_version',
        'Metric containing the major.minor part of the OS version.',
        majorMinor === undefined ? [] : [{ labels: { id, id_like, name }, value: Number(majorMinor) }],
      ),
    ];
  },
};

/** Shell assignments; quotes and backslash escapes are undone, nothing is expanded. */
export function parseOsRelease(text: string): Map<string, string> {
  const release = new Map<string, string>();
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) continue;
    const [, key, , quoted, plain] = /^([A-Z0-9_]+)=(?:(["'])(.*)\2|(\S*))\s*$/.exec(line) ?? [];
    if (key === undefined) throw new ParseError('os-release', line);
    release.set(key, (quoted ?? plain ?? '').replaceAll(/\\(["'$`\\])/g, '$1'));
  }
  if (release.size === 0) throw new ParseError('os-release', text);
  return release;
}
