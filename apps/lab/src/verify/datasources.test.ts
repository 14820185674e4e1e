import { describe, expect, test } from 'vitest';
import { readDatasources } from './datasources.ts';

describe('readDatasources', () => {
  const datasources = readDatasources();

  test('when the provisioned file is read - then every link leads to a datasource that it defines', () => {
    const uids = datasources.map(({ uid }) => uid);
    expect(uids.sort()).toEqual(['alertmanager', 'loki', 'prometheus', 'tempo']);
    for (const { uid, references } of datasources) {
      expect(
        references.filter((target) => !uids.includes(target)),
        `links of ${uid}`,
      ).toEqual([]);
    }
  });

  test('when it is read - then all five links are there', () => {
    const settings = (type: string) => datasources.find((datasource) => datasource.type === type)?.jsonData;
    expect(settings('prometheus')?.exemplarTraceIdDestinations?.[0]).toMatchObject({
      name: 'trace_id',
      datasourceUid: 'tempo',
    });
    expect(settings('loki')?.derivedFields?.[0]).toMatchObject({
      matcherType: 'label',
      datasourceUid: 'tempo',
    });
    expect(settings('tempo')?.tracesToLogsV2?.query).toMatch(/__span\.traceId/);
    expect(settings('tempo')?.tracesToMetrics?.queries.length).toBeGreaterThan(0);
    expect(settings('tempo')?.serviceMap?.datasourceUid).toBe('prometheus');
  });
});
