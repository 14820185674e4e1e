import { ask, probe } from '../customer.ts';
import { graded } from '../rubric.ts';

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
        const { traceId, at } = await probe(system, lab);
        const query = `{service_name="${system.service}"} | trace_id="${traceId}"`;
        const lines = await system.loki.lines(query, at / 1000 - 1);
        return lines.length > 0 ? undefined : `${query} finds nothing`;
      },
    },
    {
      points: 6,
      wanted: 'no e-mail address and no card number of a customer in any line',
      async look(system, lab) {
        const address = `${lab.draws.token('mail', 8)}@example.com`;
        const key = 'personal data was sent';
        const sent = (lab.notes.get(key) as ReturnType<typeof ask> | undefined) ?? askWith(address);
        lab.notes.set(key, sent);
        const { traceId, at } = await sent;
        const stream = `{service_name="${system.service}"}`;
        const told = await system.loki.lines(`${stream} | trace_id="${traceId}"`, at / 1000 - 1);
        if (told.length === 0)
          return 'no line about the request that carried an address, so nothing is proven';
        const leaked = told.filter((line) => JSON.stringify(line).includes(address));
        return leaked.length === 0
          ? undefined
          : `${leaked.length} lines hold the address that was sent: ${address}`;

        function askWith(email: string) {
          return ask(system, { email, note: `please write to ${email}` });
        }
      },
    },
  ],
  hints: [
    'Lab 3 has brought lines of a workbench into Loki.',
    'Lines are JSON with trace_id as a field; a Collector reads logs/<service>.log and sends it to Loki.',
    'telemetry.logger and request.log of @lab/instrumentation write trace_id and mask personal data; file_log to otlp_http at the address of Loki with /otlp.',
  ],
});
