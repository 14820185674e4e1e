import { NoDataError, ParseError } from '../errors.ts';
import { gauge, type Labels, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import { linesOf } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const ETC = 'etc/os-release';
const USR = 'usr/lib/os-release';
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
  create:
    ({ rootfs }) =>
    () => {
      const text = rootfs.textIfPresent(ETC) ?? rootfs.textIfPresent(USR);
      if (text === undefined) throw new NoDataError('no os-release file');
      const release = parseOsRelease(text);
      const labels = Object.fromEntries(
        LABELS.map((label) => [label, release.get(label.toUpperCase()) ?? '']),
      );
      const { id = '', id_like = '', name = '' } = labels;
      const majorMinor = Number(/^\d{1,9}(\.\d{1,9})?/.exec(release.get('VERSION_ID') ?? '')?.[0] ?? 0);
      return [
        osInfo(labels),
        gauge(
          'node_os_version',
          'Metric containing the major.minor part of the OS version.',
          majorMinor === 0 ? [] : [{ labels: { id, id_like, name }, value: majorMinor }],
        ),
        gauge(
          'node_os_support_end_timestamp_seconds',
          'Metric containing the end-of-life date timestamp of the OS.',
          supportEnd(release.get('SUPPORT_END')),
        ),
      ];
    },
};

/** Labels that the system does not have are there, and empty. */
export const osInfo = (known: Labels): MetricFamily =>
  gauge('node_os_info', `A metric with a constant '1' value labeled by ${LABELS.join(', ')}.`, [
    { labels: Object.fromEntries(LABELS.map((label) => [label, known[label] ?? ''])), value: 1 },
  ]);

function supportEnd(date: string | undefined): Sample[] {
  if (date === undefined || date === '') return [];
  const milliseconds = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new ParseError('SUPPORT_END of os-release', date);
  return [{ labels: {}, value: milliseconds / 1000 }];
}

/** Shell assignments; quotes and backslash escapes are undone, nothing is expanded. */
function parseOsRelease(text: string): Map<string, string> {
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
