import { type CheckContext, type Finding, fails, found, type Task } from '@lab/course/lab';
import { exposedBy, select, total, typeOf } from './exposition.ts';
import { sendWave } from './two-instances.ts';

const SUMMARY = 'fraud_issuer_wait_seconds';
const TOLERANCE = 0.3;
/** No issuer was slow on the first instance: what it saw of waiting is scheduling, which both have alike. */
const APART_BY = 0.5;

export const summary: Task = {
  id: 'summary',
  title: 'Let a summary say how long issuers take',
  needs: ['histogram'],
  hints: [
    'Ask one slow issuer, then read the quantiles on /metrics of that instance and of the other. Where was each computed?',
    'A Summary of prom-client has percentiles, and maxAgeSeconds and ageBuckets for how long a value counts. It measures the wait for the issuer alone, in seconds, by channel.',
    "new Summary({ name: 'fraud_issuer_wait_seconds', help, labelNames: ['channel'], percentiles: [0.5, 0.95], maxAgeSeconds: 600, ageBuckets: 5, registers: [registry] }), observed right after askIssuer.",
  ],
  deadlineSeconds: 30,
  check: observesBoth,
};

async function observesBoth(lab: CheckContext): Promise<Finding> {
  const { service, secondService } = lab.workbench;
  const before = [await exposedBy(service), await exposedBy(secondService)] as const;
  const type = typeOf(before[0], SUMMARY);
  const lookAt = `${SUMMARY}{channel="batch"} at ${service}/metrics and ${secondService}/metrics`;
  if (type !== 'summary')
    return fails({ expected: `a summary ${SUMMARY}`, seen: `type ${type} under that name`, lookAt });
  const { each, slow, slowMs } = await sendWave(lab);
  const after = [await exposedBy(service), await exposedBy(secondService)] as const;
  const labels = { channel: 'batch' };
  const [first, second] = [0, 1].map((index) => {
    const [from, to] = [before[index as 0 | 1], after[index as 0 | 1]];
    return {
      count: total(to, `${SUMMARY}_count`, labels) - total(from, `${SUMMARY}_count`, labels),
      median: select(to, SUMMARY, { ...labels, quantile: '0.5' })[0]?.value,
      p95: select(to, SUMMARY, { ...labels, quantile: '0.95' })[0]?.value,
    };
  }) as [Seen, Seen];
  const seconds = slowMs / 1000;
  const right =
    first.count === each &&
    second.count === each &&
    first.median !== undefined &&
    (second.p95 ?? 0) - (first.p95 ?? seconds) >= seconds * APART_BY &&
    Math.abs((second.p95 ?? 0) - seconds) <= seconds * TOLERANCE;
  return found(right, {
    expected: `${each} waits on each instance, with quantiles 0.5 and 0.95: near 0 on the first, 0.95 near ${seconds} s on the second, where ${slow} waited so long`,
    seen: `first: ${said(first)}\nsecond: ${said(second)}`,
    lookAt,
  });
}

interface Seen {
  readonly count: number;
  readonly median: number | undefined;
  readonly p95: number | undefined;
}

const said = ({ count, median, p95 }: Seen): string =>
  `${count} waits, 0.5: ${median?.toFixed(3) ?? 'none'}, 0.95: ${p95?.toFixed(3) ?? 'none'}`;
