import { type ExpectedAlert, FAULTS, type Fault, type Injection, NATIVE_ONLY } from '../../faults/index.ts';
import { anchorOf, bullets, code, page, pageHead, plainText, queryFence, table } from './markdown.ts';

const INTRO = `What can be broken on purpose: \`./lab drill slow-model\`, for example, looks at the steady state, injects, measures when each alert fires,
reaches the pager and resolves, and takes it back whatever happens. An alert that is neither expected nor a known
consequence is a failure of the drill.`;

export const renderFaults = (): string =>
  page(
    pageHead('Faults', 'packages/catalogue', INTRO),
    table(
      ['fault', 'what happens', 'alerts'],
      FAULTS.map((fault) => [
        `[${fault.name}](#${anchorOf(fault.name)})`,
        plainText(fault.title),
        fault.expects.map(({ alert }) => alert).join(', '),
      ]),
    ),
    ...FAULTS.map(entry),
  );

const entry = (fault: Fault): string =>
  page(
    `## ${fault.name}`,
    `${plainText(fault.title)}.`,
    bullets([
      `what should hold: ${plainText(fault.hypothesis)}`,
      `what is done: ${fault.method.map(injectionText).join('; ')}${nativeOnly(fault)}${onlyWith(fault)}`,
      `root cause: ${fault.rootCause.component}, ${plainText(fault.rootCause.condition)}`,
      `mended by: ${plainText(fault.fix)}`,
      ...remedy(fault),
    ]),
    table(['alert', 'its condition holds after', 'told'], fault.expects.map(expectation)),
    alertList('May fire as well', fault.mayFire),
    alertList('Must not fire', fault.mustNotFire),
    'It shows here:',
    queryFence('promql', fault.impact),
    'Evidence of the cause:',
    queryFence('promql', fault.evidence.metric),
    fault.evidence.log === undefined ? undefined : queryFence('logql', fault.evidence.log),
  ).trimEnd();

/** What the autopilot does, where it may act. */
const remedy = ({ name, loop }: Fault): readonly string[] =>
  loop === undefined
    ? []
    : [
        `left to the autopilot (${code(`./lab drill ${name} --loop`)}): ${loop.action === 'retrain' ? 'it learns a new version and promotes it' : 'it takes the canary away from its customers'}`,
      ];

const expectation = ({ alert, onset, lagSeconds = 0, untold }: ExpectedAlert): readonly string[] => [
  `[${alert}](alerts.md#${anchorOf(nameOf(alert))})`,
  lagSeconds === 0 ? onset : `${onset} and ${lagSeconds} s`,
  untold === undefined ? 'yes' : `no: ${plainText(untold)}`,
];

/** `ErrorBudgetBurn availability page` is one of the alerts of that name. */
const nameOf = (alert: string): string => alert.split(' ')[0] ?? alert;

const alertList = (text: string, alerts: readonly string[] = []): string | undefined =>
  alerts.length === 0 ? undefined : `${text}: ${alerts.join(', ')}.`;

const nativeOnly = ({ method }: Fault): string =>
  method.some(({ kind }) => NATIVE_ONLY.includes(kind)) ? ' (without Docker only)' : '';

const onlyWith = ({ needs }: Fault): string => (needs === undefined ? '' : ` (in a lab with ${needs} only)`);

function injectionText(injection: Injection): string {
  switch (injection.kind) {
    case 'service_fault':
      return `fault ${code(injection.fault)} of ${injection.service}${settings(injection.settings)}`;
    case 'scenario':
      return `scenario ${code(injection.scenario)} of the customers${settings(injection.settings)}`;
    case 'freeze':
      return `${injection.component} is stopped in its tracks`;
    case 'crash_loop':
      return `${injection.service} dies every ${injection.everySeconds} s`;
    case 'gpu_scenario':
      return `the simulated GPUs go through ${code(injection.scenario)}`;
    case 'refused_request':
      return `${injection.service} is asked ${code(`${injection.method} ${injection.path}`)}, which it has to refuse`;
    case 'autopilot_kill_switch':
      return 'the kill switch of the autopilot is on';
    case 'broken_config':
      return `${injection.engine} is given a configuration that cannot be read`;
    case 'no_targets':
      return `job ${code(injection.job)} loses its targets`;
    case 'pushed_series':
      return 'series of a machine that does not exist are pushed';
    case 'span_flood':
      return `${injection.spans} spans of ${injection.spanBytes} bytes at once`;
    case 'old_lines':
      return `lines ${injection.days} days old are pushed`;
  }
}

const settings = (values: Readonly<Record<string, unknown>> = {}): string => {
  const pairs = Object.entries(values).map(([key, value]) => code(`${key}=${value}`));
  return pairs.length === 0 ? '' : ` with ${pairs.join(', ')}`;
};
