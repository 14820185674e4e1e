/** What the documents promise, held against the lab: each command is run, each query asked, each address opened. */
import { documents, isRun, problemLine, readDocument } from '@lab/documents-test';
import {
  addressProblems,
  foreignMetricProblems,
  queryProblems,
  ruleProblems,
  seriesNames,
  shellFences,
  shellProblems,
} from '@lab/documents-test/live';
import { describe, expect, inject, test } from 'vitest';

const running = inject('lab');
/** Without Docker there is no Grafana, and without a learner nobody answers where a lab of the course puts his own. */
const absent = Object.keys(running.ports).filter((port) => /^(GRAFANA|WORKBENCH_.+)_PORT$/.test(port));
const lab = { ...running, absent };
const pages = documents();
const commands = pages.flatMap((document) => shellFences(document));

/** Rates over five minutes need some of them; an empty answer before that is only early. */
const POLL = { timeout: 170_000, interval: 5000 };

/** A page that the tests have written. */
const page = (text: string) => readDocument('docs/lessons/page.md', text);

async function ofAllPages<Found>(
  check: (document: (typeof pages)[number]) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const document of pages) found.push(...(await check(document)));
  return found;
}

describe('documents', () => {
  test.each(commands.map(({ path, fence }) => [`${path}:${fence.line}`, path, fence] as const))(
    '%s - when its commands are run at the root of the repository - then all of them succeed',
    async (_where, path, fence) => {
      expect((await shellProblems(path, fence, lab)).map(problemLine)).toEqual([]);
    },
  );

  test('commands - when those are counted that nobody runs - then most are run, and each of the others says why', () => {
    const shell = pages.flatMap(({ fences }) => fences).filter(({ language }) => language === 'sh');
    const left = shell.filter((fence) => !isRun(fence));
    process.stdout.write(
      `${shell.length - left.length} fences of commands are run, ${left.length} are not\n`,
    );
    expect(left.length).toBeLessThan(shell.length / 2);
  });

  test('queries - when the lab has run for a while - then every query of a page answers, and shows what it promises', async () => {
    await expect
      .poll(async () => (await ofAllPages((document) => queryProblems(document, lab))).map(problemLine), POLL)
      .toEqual([]);
  });

  test('rules and configurations - when promtool and amtool read them - then they are content', async () => {
    expect((await ofAllPages((document) => ruleProblems(document, lab))).map(problemLine)).toEqual([]);
  });

  test('addresses - when they are opened - then each answers', async () => {
    expect((await ofAllPages((document) => addressProblems(document, lab))).map(problemLine)).toEqual([]);
  });

  test('metrics of engines - when Prometheus is asked - then it has each that a page names', async () => {
    const names = await seriesNames(lab);
    expect(pages.flatMap((document) => foreignMetricProblems(document, names)).map(problemLine)).toEqual([]);
  });
});

describe('a page that is wrong', () => {
  const shell = (script: string) => {
    const [fence] = page(`\`\`\`sh\n${script}\n\`\`\``).fences;
    if (fence === undefined) throw new Error('no fence');
    return shellProblems('page.md', fence, lab);
  };

  test.each([
    ['fails', 'false', /^exit code 1/],
    ['fails before the last', 'false\ntrue', /^exit code 1/],
    ['fails in a pipe', 'cat nowhere.txt | wc -l', /nowhere\.txt/],
    ['is not there', 'no-such-tool', /^exit code 127/],
    ['asks a port that nobody has', 'curl -sf http://127.0.0.1:1/', /^exit code 7/],
  ])('command - when it %s - then it is found, with what was said', async (_what, script, seen) => {
    expect(await shell(script)).toEqual([
      { path: 'page.md', line: 1, expected: 'exit code 0', seen: expect.stringMatching(seen) },
    ]);
  });

  test.each([
    ['has no data', '```promql\nup == 7\n```', 'data'],
    ['is no PromQL', '```promql\nsum(up\n```', 'an answer'],
    ['has no lines', '```logql\n{service_name="nobody"}\n```', 'data'],
  ])('query - when it %s - then it is found', async (_what, text, expected) => {
    expect(await queryProblems(page(text), lab)).toEqual([
      expect.objectContaining({ path: 'docs/lessons/page.md', line: 1, expected }),
    ]);
  });

  test('query - when nothing is an answer - then the fence says so, and no problem is found', async () => {
    expect(await queryProblems(page('```promql empty-ok\nup == 7\n```'), lab)).toEqual([]);
  });

  test.each([
    ['a rule', '```yaml prometheus-rules\nalert: A\nexpr: up ==\n```'],
    ['a group', '```yaml prometheus-rules\ngroups: [{ name: a, rules: [{ alert: A, exp: up }] }]\n```'],
    ['a configuration', '```yaml alertmanager\nroute: { receiver: nobody }\n```'],
  ])('YAML - when %s is wrong - then it is found', async (_what, text) => {
    expect(await ruleProblems(page(text), lab)).toHaveLength(1);
  });

  test('address - when nothing is behind it - then it is found', async () => {
    const text = 'http://127.0.0.1:9090/api/v1/targets and http://127.0.0.1:9090/api/v1/nowhere';
    expect((await addressProblems(page(text), lab)).map(({ seen }) => seen)).toEqual(['404']);
  });

  test('metric of an engine - when Prometheus has none of the name - then it is found', async () => {
    const names = await seriesNames(lab);
    const text =
      '`prometheus_tsdb_head_series` `prometheus_tsdb_heads_total` `loki_none_total` <!-- foreign -->';
    expect(foreignMetricProblems(page(text), names).map(({ seen }) => seen)).toEqual([
      'prometheus_tsdb_heads_total',
    ]);
  });
});
