import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { poll } from '@lab/engine-clients';
import { exposedBy, select, total, typeOf } from './exposition.ts';
import { send } from './requests.ts';

const IN_FLIGHT = 'fraud_scores_in_flight';
const MODEL_INFO = 'fraud_model_info';
const DELAY_MS = 1200;
const AT_ONCE = 4;
/** A customer of the learner's own may come or go meanwhile. */
const OTHERS = 1;

export const gauges: Task = {
  id: 'gauges',
  title: 'Show what is true at this moment',
  needs: ['metrics-endpoint'],
  hints: [
    'Send a few slow payments (header x-issuer-delay-ms) and read /metrics while they wait, and again when they have been answered. What of those that failed?',
    'What goes up must come down however the request ends. An info metric carries its facts as labels and has the value 1; the old version has to go when a new one comes.',
    'In score(): inFlight.inc() before try, inFlight.dec() in finally. After the answer: modelInfo.reset(), then modelInfo.set({ model_name, model_version }, 1).',
  ],
  check: (lab) =>
    firstFailure(
      () => inFlight(lab),
      () => modelInfo(lab),
    ),
};

async function inFlight({ workbench }: CheckContext): Promise<Finding> {
  const looked = {
    expected: `${AT_ONCE} more in ${IN_FLIGHT} while ${AT_ONCE} payments wait for their issuer, and none more when they are over, two of them with an error`,
    lookAt: `${IN_FLIGHT} at ${workbench.service}/metrics`,
  };
  const idle = await exposedBy(workbench.service);
  const type = typeOf(idle, IN_FLIGHT);
  if (type !== 'gauge' || select(idle, IN_FLIGHT).length !== 1)
    return fails({
      ...looked,
      seen: `type ${type}, ${select(idle, IN_FLIGHT).length} series of it at rest`,
    });
  const before = total(idle, IN_FLIGHT);
  const waiting = [false, false, true, true].map((issuerFails) =>
    send(workbench.service, { channel: 'partner', delayMs: DELAY_MS, issuerFails }),
  );
  const during = await highest(workbench.service, before + AT_ONCE, DELAY_MS);
  await Promise.all(waiting);
  const after = total(await exposedBy(workbench.service), IN_FLIGHT);
  return found(during >= before + AT_ONCE - OTHERS && after <= before + OTHERS, {
    ...looked,
    seen: `before ${before}, meanwhile ${during}, after ${after}`,
  });
}

/** The highest value seen, until it is enough or the time is over. */
async function highest(service: string, enough: number, timeoutMs: number): Promise<number> {
  let seen = Number.NEGATIVE_INFINITY;
  await poll(
    async () => {
      seen = Math.max(seen, total(await exposedBy(service), IN_FLIGHT));
      return seen >= enough ? seen : undefined;
    },
    { timeoutMs, waitingFor: `${IN_FLIGHT} to reach ${enough}` },
  ).catch(() => undefined);
  return seen;
}

async function modelInfo({ workbench }: CheckContext): Promise<Finding> {
  const { modelVersion = 'none' } = await send(workbench.service, { channel: 'partner' });
  const exposition = await exposedBy(workbench.service);
  const series = select(exposition, MODEL_INFO);
  const [only] = series;
  return found(
    series.length === 1 &&
      only?.value === 1 &&
      only.labels.model_version === modelVersion &&
      (only.labels.model_name ?? '') !== '' &&
      typeOf(exposition, MODEL_INFO) === 'gauge',
    {
      expected: `one series of gauge ${MODEL_INFO}, value 1, with model_name, and model_version ${modelVersion}: it has just answered`,
      seen:
        series.map(({ labels, value }) => `${JSON.stringify(labels)} ${value}`).join('\n') ||
        `no series of ${MODEL_INFO}`,
      lookAt: `${workbench.service}/metrics`,
    },
  );
}
