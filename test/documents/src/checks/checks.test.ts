/** Both sides of every check: a page with one mistake, and the same page without it. */
import { describe, expect, test } from 'vitest';
import { readDocument } from '../read/read-document.ts';
import { portsAreOfTheLab } from './addresses.ts';
import { type CliUsage, readUsage } from './cli-usage.ts';
import { commandsExist } from './commands.ts';
import { fencesAreSound, isQuery, isRun } from './fences.ts';
import { linksResolve } from './links.ts';
import { metricsExist } from './metrics.ts';

const LOGS_HELP = `Usage: lab logs [options] [names...]

what the services and engines say

Arguments:
  names                which of them

Options:
  -f, --follow         go on as lines come
  --since <age>        only lines younger than this
  -n, --lines <count>  at most so many
  --release [kind]     or none

Global Options:
  --json               answer with one JSON document
`;
const usage: CliUsage = new Map([
  ['logs', readUsage(LOGS_HELP)],
  ['drill', { options: new Map([['--list', false]]), takesArguments: true }],
  ['status', { options: new Map([['--json', false]]), takesArguments: false }],
]);
const sh = (script: string, attributes = ''): string => `\`\`\`sh ${attributes}\n${script}\n\`\`\``;

const CASES = [
  [
    'a metric of ours',
    metricsExist,
    '`ml_predictions_total`',
    '`ml_prediction_total`',
    'ml_prediction_total',
  ],
  [
    'a label',
    metricsExist,
    '`ml_predictions_total{status="error"}`',
    '`ml_predictions_total{state="error"}`',
    'state',
  ],
  [
    'a bucket',
    metricsExist,
    '`ml_prediction_duration_seconds_bucket{le="0.5"}`',
    '`ml_predictions_total{le="1"}`',
    'le',
  ],
  [
    'a metric within an expression',
    metricsExist,
    '`rate(ml_predictions_total[5m]) > 1`',
    '`rate(ml_predicted_total[5m]) > 1`',
    'ml_predicted_total',
  ],
  [
    'a recorded series',
    metricsExist,
    '`slo:current_burn_rate:ratio`',
    '`slo:current_burn:ratio`',
    'slo:current_burn:ratio',
  ],
  ['a foreign metric', metricsExist, '`ml_foo_total` <!-- foreign -->', '`ml_foo_total`', 'ml_foo_total'],
  ['a link to a page', linksResolve, '[a](../../README.md)', '[a](../READYOU.md)', '../READYOU.md'],
  ['a link to a heading', linksResolve, '[a](../../README.md#map)', '[a](../../README.md#mapp)', '#mapp'],
  ['a link within the page', linksResolve, '# One\n\n[a](#one)', '# One\n\n[a](#two)', '#two'],
  ['an image', linksResolve, '![a](../../LICENSE)', '![a](none.png)', 'none.png'],
  ['an imported file', linksResolve, '<<< @/../lab', '<<< @/../laboratory', 'laboratory'],
  ['a region', linksResolve, '<<< @/../lab', '<<< @/../lab#nowhere', '#nowhere'],
  [
    'a port',
    portsAreOfTheLab,
    'at http://127.0.0.1:9090/graph',
    'at http://127.0.0.1:9191/graph',
    'http://127.0.0.1:9191/graph',
  ],
  ['a command', commandsExist(usage), sh('./lab status'), sh('./lab state'), 'state'],
  [
    'a command that is not run',
    commandsExist(usage),
    sh('./lab status', 'no-run="a"'),
    sh('./lab state', 'no-run="a"'),
    'state',
  ],
  ['an inline command', commandsExist(usage), '`./lab status --json`', '`./lab status --yaml`', '--yaml'],
  [
    'an option',
    commandsExist(usage),
    sh('./lab logs --since 5m -n 3'),
    sh('./lab logs --sinse 5m'),
    '--sinse',
  ],
  ['an argument', commandsExist(usage), sh('./lab status # of all'), sh('./lab status all'), 'all'],
  [
    'a fault',
    commandsExist(usage),
    sh('./lab drill slow-model'),
    sh('./lab drill slow-modell'),
    'slow-modell',
  ],
  [
    'a command behind a pipe',
    commandsExist(usage),
    sh('true && X=1 ./lab logs | head'),
    sh('true && X=1 ./lab log | head'),
    'log',
  ],
  [
    'a command on two lines',
    commandsExist(usage),
    sh('./lab logs \\\n  --follow'),
    sh('./lab logs \\\n  --folow'),
    '--folow',
  ],
  ['a language', fencesAreSound, '```text\nup\n```', '```\nup\n```', 'none'],
  ['another shell', fencesAreSound, sh('ls'), '```bash\nls\n```', 'bash, which is not'],
  ['an attribute', fencesAreSound, '```promql empty-ok\nup\n```', '```promql emptyok\nup\n```', 'emptyok'],
  ['a reason', fencesAreSound, sh('ls', 'no-run="slow"'), sh('ls', 'no-run'), 'none'],
  ['a placeholder', fencesAreSound, sh('cat < file'), sh('cat <file name>'), '<file name>'],
  [
    'rules',
    fencesAreSound,
    '```yaml prometheus-rules\na: 1\n```',
    '```yaml prometheus-rules\na: [1\n```',
    expect.stringContaining(''),
  ],
] as const;

describe('checks', () => {
  test.each(CASES)(
    '%s - when it is right and when it is wrong - then only the latter is found',
    (_what, check, right, wrong, seen) => {
      const problems = (text: string) => check(readDocument('docs/lessons/page.md', text));
      expect(problems(right)).toEqual([]);
      const found = problems(wrong);
      expect(found.map((problem) => problem.seen)).toEqual([seen]);
      expect(found[0]?.line).toBeGreaterThan(0);
    },
  );

  test('a fence about a workbench - when pages are read - then it is of the text of a lab, and not asked with the rest', () => {
    const text = '```promql workbench\nup\n```\n\n```sh workbench\ntrue\n```';
    const inLab = readDocument('labs/01-x/README.md', text);
    expect(fencesAreSound(inLab)).toEqual([]);
    expect(fencesAreSound(readDocument('docs/lessons/page.md', text)).map(({ line }) => line)).toEqual([
      1, 5,
    ]);
    for (const [side, queries, commands] of [
      ['lab', 0, 0],
      ['workbench', 1, 1],
    ] as const) {
      expect(inLab.fences.filter((fence) => isQuery(fence, side))).toHaveLength(queries);
      expect(inLab.fences.filter((fence) => isRun(fence, side))).toHaveLength(commands);
    }
  });

  test('commandsExist - when an option takes a value - then the value is no argument', () => {
    const { options, takesArguments } = readUsage(LOGS_HELP);
    expect(takesArguments).toBe(true);
    expect(Object.fromEntries(options)).toEqual({
      '-f': false,
      '--follow': false,
      '--since': true,
      '-n': true,
      '--lines': true,
      '--release': true,
      '--json': false,
    });
  });
});
