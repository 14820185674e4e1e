import { styleText } from 'node:util';
import { examineEngines } from '../doctor/engines.ts';
import type { Finding } from '../doctor/finding.ts';
import { examineMachine } from '../doctor/machine.ts';
import { examinePorts } from '../doctor/ports.ts';
import { examineTools } from '../doctor/tools.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { table } from '../output.ts';

const MARK = {
  ok: styleText('green', '✓'),
  missing: styleText('yellow', '–'),
  blocks: styleText('red', '✗'),
} as const;

/** Looks at everything that `up` needs, and says of each what it is and what to do. */
export async function doctor({ settings, output }: CommandContext): Promise<number> {
  const groups = await Promise.all([
    examineTools(),
    examineMachine(settings),
    examinePorts(settings),
    examineEngines(settings),
  ]);
  const findings = groups.flat();
  const blocking = findings.filter(({ verdict }) => verdict === 'blocks');
  output.line(table(['', 'what', 'found', ''], findings.map(row)));
  output.line(
    blocking.length === 0
      ? '\nNothing stands in the way of ./lab up.'
      : `\n${blocking.length} of these stop ./lab up: ${blocking.map(({ what }) => what).join(', ')}`,
  );
  output.data({ ok: blocking.length === 0, findings });
  return blocking.length === 0 ? EXIT.ok : EXIT.failed;
}

function row({ what, verdict, found, advice }: Finding): string[] {
  return [MARK[verdict], what, found, advice ?? ''];
}
