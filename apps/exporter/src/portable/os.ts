import { osInfo } from '../collectors/os.ts';
import { NoDataError } from '../errors.ts';
import { gauge } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';
import { FreshAnswer, ONCE } from './fresh-answer.ts';
import { known } from './library.ts';
import type { Machine } from './machine.ts';

/** The release of the system, in the four labels that node_exporter fills on macOS. */
export const os = ({ library }: Machine): Collector => ({
  name: 'os',
  enabledByDefault: true,
  create: () => {
    const answer = new FreshAnswer(() => library.ask('osInfo'), ONCE);
    return async () => {
      const { distro, release, build } = await answer.get();
      const name = known(distro);
      const version = known(release) ?? '';
      if (name === undefined) throw new NoDataError('the library does not know the system');
      const majorMinor = /^\d{1,9}(\.\d{1,9})?/.exec(version)?.[0];
      return [
        osInfo({ build_id: known(build) ?? '', name, version, version_id: version }),
        gauge(
          'node_os_version',
          'Metric containing the major.minor part of the OS version.',
          majorMinor === undefined
            ? []
            : [{ labels: { id: '', id_like: '', name }, value: Number(majorMinor) }],
        ),
      ];
    };
  },
});
