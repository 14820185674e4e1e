export type CountsByMachine = ReadonlyMap<string, number>;

interface Panel {
  readonly title: string;
  readonly expression: string;
  readonly counts: CountsByMachine;
}

interface DefaultCounter {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly counts: CountsByMachine;
}

const INTRODUCTION = `# The GPU exporter beside dcgm-exporter

What dashboard 12239 (NVIDIA DCGM Exporter) and dcgm-exporter's default counters get from this exporter: number of series
per machine, as a Prometheus answered that scraped it. Written by \`npm run parity -w @lab/exporter\`, which fails when an
answer changes; \`-- -u\` writes it anew.

The machines are answers of nvidia-smi written from its documented formats (\`apps/exporter/fixtures/nvidia-smi\`), not
recorded on hardware: an A100 of which one is cut into MIG instances, a T4, three H100, a laptop whose driver leaves much
out. The last column is the simulator. 0 is a panel or counter that stays empty.
`;

const LIMITS = `## What stays empty, and why

- nvidia-smi does not tell energy, XID errors, NVLink bandwidth, the vGPU licence, nor anything of \`DCGM_FI_PROF_*\`: only
  DCGM itself reads those. They are left out, since a 0 would be a claim. The panel on tensor cores stays empty for that.
- A GPU that is cut into MIG instances has no utilization at nvidia-smi; dcgm-exporter has none under this name either.
- \`DCGM_FI_DEV_MEMORY_TEMP\`, \`_FB_RESERVED\` and the remapped rows exist where the card and the driver have them.
- Under MIG there is one series per GPU instance, as at dcgm-exporter: memory is that of the instance, what only the whole
  chip has (heat, power, clocks) is repeated, and a sum over power counts it once per instance in both.
`;

/** Markdown, without anything that changes from run to run. */
export function renderDcgmReport(
  machines: readonly string[],
  panels: readonly Panel[],
  counters: readonly DefaultCounter[],
): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const table = (heads: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
    [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');
  const countsOf = ({ counts }: { counts: CountsByMachine }) =>
    machines.map((machine) => counts.get(machine) ?? 0);
  const code = (text: string) => `\`${text}\``;
  return [
    INTRODUCTION,
    '## Dashboard 12239\n',
    table(
      ['panel', 'expression', ...machines],
      panels.map((panel) => [panel.title, code(panel.expression), ...countsOf(panel)]),
    ),
    '\n## Default counters\n',
    'Type and help text of every one that is shown are equal to those of dcgm-exporter, which the same run checks.\n',
    table(
      ['counter', 'type', ...machines],
      counters.map((counter) => [code(counter.name), counter.type, ...countsOf(counter)]),
    ),
    `\n${LIMITS}`,
  ].join('\n');
}
