/** A rule file per SLO and timing, and the unit tests that prove it. */
import {
  behaviourTests,
  checkSpecs,
  type PromtoolTest,
  pairTests,
  type SloSpec,
  sloId,
  sloRuleGroups,
} from '@lab/slo';
import { PRODUCTION, TIMINGS, type Timing } from '@lab/slo/timing';
import { RETENTION } from '../slos/index.ts';
import { GENERATED } from './header.ts';
import { toYaml, type Yaml } from './yaml.ts';

const TESTS = 'infra/prometheus/tests/generated/slos';
/** From the folder of the tests to the rules that they are about; those of the drill are the same, divided by 60. */
const TESTED_RULES = '../../../rules/production';

/** Windows of days need no evaluation every minute to show where they end: it would take promtool minutes. */
const PAIRS_STEP_MINUTES = 15;
const BEHAVIOUR_STEP_MINUTES = 1;

type File = readonly [path: string, content: string];

/** @throws {SloError} where a spec cannot work */
export function sloFiles(specs: readonly SloSpec[]): readonly File[] {
  checkSpecs(specs, { retention: RETENTION });
  return specs.flatMap((spec): readonly File[] => [
    ...TIMINGS.map(
      (timing): File => [
        `infra/prometheus/rules/${timing.name}/${rulesFile(spec)}`,
        renderRules(spec, timing),
      ],
    ),
    [
      `${TESTS}/${sloId(spec)}.pairs.test.yml`,
      renderTests(spec, pairTests(spec, PAIRS_STEP_MINUTES), PAIRS_STEP_MINUTES),
    ],
    [
      `${TESTS}/${sloId(spec)}.behaviour.test.yml`,
      renderTests(spec, behaviourTests(spec), BEHAVIOUR_STEP_MINUTES),
    ],
  ]);
}

const rulesFile = (spec: SloSpec): string => `slo-${sloId(spec)}.yml`;

const renderRules = (spec: SloSpec, timing: Timing): string =>
  GENERATED + toYaml({ groups: sloRuleGroups(spec, timing) as readonly unknown[] as Yaml });

const renderTests = (spec: SloSpec, tests: readonly PromtoolTest[], stepMinutes: number): string =>
  GENERATED +
  toYaml({
    rule_files: [`${TESTED_RULES}/${rulesFile(spec)}`],
    // What is recorded first is asked first; promtool's own order is that of a map.
    group_eval_order: sloRuleGroups(spec, PRODUCTION).map(({ name }) => name),
    evaluation_interval: `${stepMinutes}m`,
    fuzzy_compare: true,
    tests: tests as readonly unknown[] as Yaml,
  });
