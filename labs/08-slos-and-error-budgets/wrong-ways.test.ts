import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckContext, Draws, type Finding } from '@lab/course/lab';
import { engineTools } from '@lab/engine-clients/testing';
import { sloId, sloRuleGroups } from '@lab/slo';
import { loadSlos } from '@lab/slo/documents';
import { DRILL, PRODUCTION } from '@lab/slo/timing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { promtoolFolder } from '../shared/testing/promtool-folder.ts';
import { agreementOf, OBJECTIVES_FILE } from './checks/agreement.ts';
import { AVAILABILITY, predictionsPlayed } from './checks/availability.ts';
import { LATENCY, slownessPlayed } from './checks/latency.ts';
import { outage, silentPage, UNREACHABLE } from './checks/never-fires.ts';
import { comparisonsOf, same } from './checks/other-period.ts';
import { idOf, type Played, plays } from './checks/rules-of.ts';
import { pagesAfter, whenItPages } from './checks/when-it-pages.ts';
import { burnTest, objectives } from './solve.ts';

const HERE = import.meta.dirname;
const tools = engineTools(['promtool']);
const draws = new Draws('a learner', 'slos-and-error-budgets');
const agreement = agreementOf(draws);
const before = process.cwd();

/** A learner's folder in which the lab is solved, and then done wrong. */
function learnersLab(way: string | undefined): CheckContext {
  const { folder, files, tool, remove } = promtoolFolder(tools?.promtool ?? '');
  onTestFinished(() => {
    process.chdir(before);
    remove();
  });
  cpSync(join(HERE, 'starter'), folder, { recursive: true });
  const solution = readFileSync(join(HERE, 'solution', OBJECTIVES_FILE), 'utf8');
  writeFileSync(join(folder, OBJECTIVES_FILE), objectives(solution, agreement, silentPage(draws)));
  writeFileSync(join(folder, 'tests/burn.test.yml'), burnTest(agreement));
  if (way !== undefined) cpSync(join(HERE, 'wrong', way), folder, { recursive: true });
  process.chdir(folder);
  return { files, tool, draws, answer: () => pagesAfter(agreement).toFixed(1) } as unknown as CheckContext;
}

const known = new Map<string, boolean>();

/** Each start of a tool costs, and most wrong ways leave most rules as they are. */
async function once(text: string, look: () => Promise<Finding> | Finding): Promise<boolean> {
  const passed = known.get(text) ?? (await look()).passed;
  known.set(text, passed);
  return passed;
}

/** Tasks that see something wrong in what is written there, of those that look at rules. */
async function tasksThatFail(way: string | undefined): Promise<string[]> {
  const lab = learnersLab(way);
  const { written } = (await import(join(process.cwd(), 'written.ts'))) as { written: () => string[] };
  const specs = written().flatMap((text) => loadSlos(text, { retention: '35d' }));
  for (const spec of specs) {
    const rules = (timing: typeof DRILL) =>
      stringify({ groups: sloRuleGroups(spec, timing) }, { lineWidth: 0 });
    await lab.files.write(`prometheus/rules/${sloId(spec)}.yml`, rules(DRILL));
    await lab.files.write(`production/${sloId(spec)}.yml`, rules(PRODUCTION));
  }
  const rulesOf = (slo: string): Promise<string> => lab.files.read(`prometheus/rules/${idOf(slo)}.yml`);
  const played = async (slo: string, situations: readonly Played[]): Promise<boolean> =>
    once(await rulesOf(slo), async () => plays(lab, slo, situations));
  const silent = silentPage(draws);
  const promised = specs.find(({ name }) => name === silent)?.objective === UNREACHABLE;
  const comparisons = comparisonsOf(await rulesOf('coverage'));
  const passed: Readonly<Record<string, boolean>> = {
    availability: await played(AVAILABILITY, predictionsPlayed),
    latency: await played(LATENCY, [slownessPlayed(agreement.inTime)]),
    'other-period': same(comparisons, agreement.coverageDays, '').passed,
    'never-fires': promised && (await played(silent, [outage(silent)])),
  };
  const failed = Object.keys(passed).filter((id) => passed[id] === false);
  const tested = `${await rulesOf(AVAILABILITY)}\n${await lab.files.read('tests/burn.test.yml')}`;
  const pages = failed.includes('availability') || (await once(tested, () => whenItPages.check(lab)));
  return pages ? failed : [...failed, whenItPages.id];
}

describe.skipIf(tools === undefined)('the rules of a learner', { timeout: 120_000 }, () => {
  test('when they are those of the solution - then every task that looks at rules passes', async () => {
    expect(await tasksThatFail(undefined)).toEqual([]);
  });

  test.for(readdirSync(join(HERE, 'wrong')))(
    'when they are wrong: %s - then the tasks that it names fail',
    async (way) => {
      const { fails } = JSON.parse(readFileSync(join(HERE, 'wrong', way, 'expect.json'), 'utf8')) as {
        fails: string[];
      };
      expect(await tasksThatFail(way)).toEqual(fails);
    },
  );
});
