import { styleText } from 'node:util';
import { interruptible } from '../../course/interrupt.ts';
import { allLabs, labNamed } from '../../course/lab-named.ts';
import { textOf } from '../../course/learner-folder.ts';
import { measuredLabs } from '../../course/measured.ts';
import { readProgress } from '../../course/progress-store.ts';
import { commandName, fullName, shown } from '../../course/render.ts';
import { dataFlows, runningLab } from '../../course/running-lab.ts';
import { activeLabs, LabSession } from '../../course/session.ts';
import { courseState } from '../../course/state.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';
import { formatBytes } from '../../output.ts';
import { runningWorkbench } from '../../workbench/lifecycle.ts';
import { workbenchMemory } from '../../workbench/memory.ts';

/** Prepares a lab of the course, and says where its text and the learner's files are. */
export async function start({ settings, output }: CommandContext, name: string): Promise<number> {
  const lab = await labNamed(name);
  const running = await runningLab(settings);
  await dataFlows(running);
  const session = new LabSession(lab, settings, running);
  const others = activeLabs(await allLabs(), readProgress(courseState(settings))).filter(
    (other) => other !== lab,
  );
  const { fresh } = await interruptible(
    async (signal) => {
      for (const other of others) {
        output.note(
          `Lab ${commandName(other)} is put aside; its files stay. ./lab start ${commandName(other)}`,
        );
        await new LabSession(other, settings, running).end(signal);
      }
      return session.start(signal);
    },
    `the lab is not prepared; ./lab start ${commandName(lab)} goes on`,
  );

  const workbench = runningWorkbench(settings);
  const labBytes = running.status.components.reduce((sum, { memoryBytes = 0 }) => sum + memoryBytes, 0);
  const benchBytes = workbenchMemory(workbench);
  const text = textOf(lab, settings);
  const { folder } = session.places;
  output.line(styleText('bold', fullName(lab)));
  const seen = measuredLabs(settings)[session.places.id];
  const look = seen === undefined ? '' : `; a look at all of them took ${Math.ceil(seen.check_seconds)} s`;
  output.line(`  time      about ${lab.minutes} minutes, ${lab.tasks.length} tasks${look}`);
  output.line(
    `  memory    ${formatBytes(labBytes + benchBytes)} resident: ${formatBytes(labBytes)} the lab, ${formatBytes(benchBytes)} your workbench`,
  );
  output.line(`  text      ${text.page} (${shown(text.file)})`);
  output.line(`  files     ${shown(folder)}${fresh ? '' : ' (as you left them; ./lab reset begins anew)'}`);
  // Their containers keep it in memory, and are removed when a lab is put aside.
  if (!fresh && running.status.route === 'docker' && lab.workbench?.prometheus !== undefined)
    output.line(
      '  data      with Docker, your Prometheus and Alertmanager have forgotten what they saw before: do again what was about that',
    );
  if (workbench !== undefined)
    output.line(
      `  runs      ${workbench.components.map(({ name: part, ports }) => `${part} on ${ports[0]}`).join(', ')}; logs in ${shown(folder)}/logs`,
    );
  if (lab.note !== undefined) output.line(`  note      ${lab.note}`);
  output.line(`\nEdit, then: ./lab check ${commandName(lab)}`);
  output.data({
    id: session.places.id,
    fresh,
    folder,
    text,
    minutes: lab.minutes,
    memoryBytes: { lab: labBytes, workbench: benchBytes },
    workbench:
      workbench?.components.map(({ name: part, kind, ports }) => ({ name: part, kind, ports })) ?? [],
  });
  return EXIT.ok;
}
