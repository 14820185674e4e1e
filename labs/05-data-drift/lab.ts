import { defineLab } from '@lab/course/lab';
import { alertRule } from './checks/alert-rule.ts';
import { compare } from './checks/compare.ts';
import { discoveries, falseAlarms } from './checks/discoveries.ts';
import { writeData } from './checks/drawn-data.ts';
import { liveDrift, whatMoved } from './checks/live-drift.ts';
import { readReport, whichKind, whichMatters } from './checks/questions.ts';
import { trigger } from './checks/trigger.ts';
import { quietAutopilot, restoreWorld } from './quiet-autopilot.ts';
import { solve } from './solve.ts';

export default defineLab({
  number: 5,
  slug: 'data-drift',
  title: 'Data drift',
  minutes: 110,
  lessons: ['module-08/7-ml-specific-monitoring.md', 'module-207/4-ml-observability.md'],
  workbench: {
    services: [
      { name: 'trigger', entry: 'src/trigger.ts', port: 'WORKBENCH_SERVICE_PORT' },
      { name: 'world', entry: 'src/world.ts', port: 'WORKBENCH_SECOND_SERVICE_PORT' },
    ],
    prometheus: 'prometheus/prometheus.yml',
    alertmanager: 'alertmanager/alertmanager.yml',
  },
  tasks: [
    compare,
    whichMatters,
    discoveries,
    falseAlarms,
    readReport,
    whichKind,
    alertRule,
    liveDrift,
    whatMoved,
    trigger,
  ],
  async prepare(lab) {
    await writeData(lab);
    await quietAutopilot(lab);
  },
  cleanUp: restoreWorld,
  solve,
});
