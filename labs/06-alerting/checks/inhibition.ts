import { found, type Task } from '@lab/course/lab';
import { fire, probeName, statesBy } from './probe-alerts.ts';

const FIRE_SECONDS = 60;

/** By the label `case`: what fires, and whether it must be held back. */
const CASES = {
  cause: { severity: 'critical', service: 'one' },
  symptom: { severity: 'warning', service: 'one' },
  elsewhere: { severity: 'warning', service: 'two' },
  'nameless cause': { severity: 'critical' },
  'nameless symptom': { severity: 'warning' },
} as const satisfies Readonly<Record<string, { readonly severity: string; readonly service?: string }>>;
const HELD_BACK = ['symptom'];

const SAID: Readonly<Record<keyof typeof CASES, string>> = {
  cause: 'the critical of service one',
  symptom: 'the warning of service one',
  elsewhere: 'the warning of service two',
  'nameless cause': 'a critical without service',
  'nameless symptom': 'a warning without service',
};

export const inhibition: Task = {
  id: 'inhibition',
  title: 'Hold a symptom back while its cause fires',
  needs: ['routing'],
  hints: [
    'An inhibition has a source, which must fire, a target, which is then not told, and labels in which the two must be equal. The lesson tells of a trap in "equal".',
    'Equal is `service`, and nothing besides: without it one critical anywhere silences every warning, and a cause has another name than its symptom. And a label that both lack counts as equal.',
    'source_matchers: [severity = "critical", service != ""], target_matchers: [severity = "warning"], equal: [service].',
  ],
  async check(lab) {
    const probe = (lab.notes.get('inhibition') as string | undefined) ?? probeName();
    if (!lab.notes.has('inhibition')) {
      // Names of their own: a symptom is hardly ever called as its cause is.
      const alerts = Object.entries(CASES).map(([of, labels]) => ({
        labels: { alertname: probeName(), probe, case: of, team: 'nobody', ...labels },
      }));
      await fire(lab, alerts, FIRE_SECONDS);
      lab.notes.set('inhibition', probe);
    }
    const states = await statesBy(lab, probe, 'case');
    const wrong = (Object.keys(CASES) as (keyof typeof CASES)[]).flatMap((of) => {
      const status = states.get(of);
      if (status === undefined) return [`${SAID[of]} is not there`];
      const held = status.inhibitedBy.length > 0;
      return held === HELD_BACK.includes(of) ? [] : [`${SAID[of]} is ${held ? 'held back' : 'told'}`];
    });
    return found(wrong.length === 0, {
      expected:
        'of five alerts of different names that fire at once: the warning held back whose service has a critical, and nothing else',
      seen: wrong.length === 0 ? 'just that' : wrong.join('; '),
      lookAt: `${lab.workbench.alertmanager}/#/alerts?inhibited=true&filter={probe="${probe}"}`,
    });
  },
};
