import type { CheckContext } from '@lab/course/lab';
import type { LogLine } from '@lab/engine-clients';
import { ask, probe, type Sent } from '../customer.ts';
import { graded } from '../rubric.ts';
import type { LearnersSystem } from '../system.ts';
import { drawnSecrets, leaksIn, type Secrets } from './secrets.ts';

/** More lines than a service writes while it is looked at. */
const MANY_LINES = 5000;
const NOTE = 'personal data was sent';

export const logs = graded({
  id: 'logs',
  title: 'Lines that belong to a trace, and to nobody',
  lookAt: 'addresses.loki, {service_name="…"}',
  deadlineSeconds: 40,
  sides: [
    {
      points: 6,
      wanted: 'a line of the service with the trace_id of a request, in Loki',
      async look(system, lab) {
        const sent = await probe(system, lab);
        return (await linesAbout(system, sent)).length > 0
          ? undefined
          : `neither ${streamOf(system)} | trace_id="${sent.traceId}" nor | json | trace_id="…" finds a line`;
      },
    },
    {
      points: 6,
      wanted: 'no e-mail address and no card number of a customer in any line',
      async look(system, lab) {
        const { secrets, ...sent } = await sentWithSecrets(system, lab);
        if ((await linesAbout(system, sent)).length === 0)
          return 'no line about the request that carried an address and a card number, so nothing is proven';
        // Also those without the id of its trace: the line that leaks is rarely the one that was thought of.
        const since = sent.at / 1000 - 1;
        const all = await system.loki.lines(streamOf(system), since, MANY_LINES);
        const leaked = leaksIn(all, secrets);
        const [first] = leaked;
        return first === undefined
          ? undefined
          : `${leaked.length} lines hold what was sent (${first.secret}): ${first.message.slice(0, 200)}`;
      },
    },
  ],
  hints: [
    'Lab 3 has brought lines of a workbench into Loki.',
    'Lines are JSON with trace_id as a field; a Collector reads logs/<service>.log and sends it to Loki.',
    'telemetry.logger and request.log of @lab/instrumentation write trace_id and mask personal data; file_log to otlp_http at the address of Loki with /otlp.',
  ],
});

const streamOf = ({ service }: LearnersSystem): string => `{service_name="${service}"}`;

/** Lines with the id of a request's trace: in structured metadata, or as a field of a body of JSON. */
async function linesAbout(
  system: LearnersSystem,
  { traceId, at }: Pick<Sent, 'traceId' | 'at'>,
): Promise<LogLine[]> {
  const since = at / 1000 - 1;
  const named = await system.loki.lines(`${streamOf(system)} | trace_id="${traceId}"`, since);
  return named.length > 0
    ? named
    : system.loki.lines(`${streamOf(system)} | json | trace_id="${traceId}"`, since);
}

type SentWithSecrets = Sent & { readonly secrets: Secrets };

/** A request that carries what must be in no line: one for a run of checks. */
function sentWithSecrets(
  system: LearnersSystem,
  { notes }: Pick<CheckContext, 'notes'>,
): Promise<SentWithSecrets> {
  const sent = (notes.get(NOTE) as Promise<SentWithSecrets> | undefined) ?? send();
  notes.set(NOTE, sent);
  // A service that was just starting anew is asked again at the next look.
  sent.catch(() => notes.delete(NOTE));
  return sent;

  async function send(): Promise<SentWithSecrets> {
    const secrets = drawnSecrets();
    const { address, card } = secrets;
    const more = { email: address, card_number: card, note: `please write to ${address}, card ${card}` };
    return { ...(await ask(system, more)), secrets };
  }
}
