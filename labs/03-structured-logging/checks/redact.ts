import { createHash } from 'node:crypto';
import { type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { askForRefund, type SentRefund } from './refund-desk.ts';
import { LOG, sentLately, type Written } from './written-lines.ts';

const SHORTEST_HASH = 8;

export const redact: Task = {
  id: 'redact',
  title: 'Write nothing that names a person',
  needs: ['correlate'],
  hints: [
    'Personal data comes in by three ways: fields of its own, the note, and the message of an error that quotes it.',
    'Do not log the fields. Clean every text that goes into a line, in one place, by pattern: addresses and runs of 13 to 19 digits with spaces between. A customer becomes an HMAC with USER_ID_SALT.',
    "In log(): for each text `.replace(/[\\w.%+-]+@[\\w-]+(?:\\.[\\w-]+)+/g, '[redacted:email]').replace(/\\b\\d(?:[ -]?\\d){12,18}\\b/g, '[redacted:card]')`; and `customer_hash: createHmac('sha256', process.env.USER_ID_SALT).update(customer_id).digest('hex').slice(0, 16)`.",
  ],
  async check(lab) {
    const { what, written } = await sentLately(lab, redact.id, async () => {
      const first = await askForRefund(lab);
      const { customerId } = first;
      return [
        first,
        await askForRefund(lab, { refused: true, customerId }),
        await askForRefund(lab),
      ] as const;
    });
    const [first, again, other] = what;
    return firstFailure(
      ...what.flatMap((refund) => [() => leaksNothing(written, refund), () => keepsTheNote(written, refund)]),
      () => hashes(written, first, again, other),
    );
  },
};

/** Also where it is written otherwise: a card in groups of four, an address in capitals. */
function leaksNothing({ text }: Written, refund: SentRefund): Finding {
  const lower = text.toLowerCase();
  const joined = text.replace(/(?<=\d)[ -](?=\d)/g, '');
  const leaks = [
    ...(lower.includes(refund.email.split('.')[0] as string) ? [`the e-mail address ${refund.email}`] : []),
    ...(joined.includes(refund.cardNumber) ? [`the card ${refund.cardNumber}`] : []),
    ...(text.includes(refund.customerId) ? [`the customer id ${refund.customerId}`] : []),
  ];
  const line = text.split('\n').find((one) => {
    const plain = one.toLowerCase().replace(/(?<=\d)[ -](?=\d)/g, '');
    return [refund.email.split('.')[0], refund.cardNumber, refund.customerId].some((secret) =>
      plain.includes(String(secret)),
    );
  });
  return found(leaks.length === 0, {
    expected: 'no address, no card number and no customer id in any line',
    seen: leaks.length === 0 ? 'none' : `${leaks.join(' and ')} in ${line?.slice(0, 160)}`,
    lookAt: LOG,
  });
}

function keepsTheNote({ lines }: Written, { requestId, parcel }: SentRefund): Finding {
  const ended = lines.find(
    (line) => line.request_id === requestId && /^refund_(completed|failed)$/.test(String(line.event_type)),
  );
  return found(JSON.stringify(ended ?? {}).includes(parcel), {
    expected: `the rest of the customer's note, ${parcel}, on refund_completed and refund_failed: support needs it`,
    seen: ended === undefined ? 'no such line' : `note is ${JSON.stringify(ended.note)}`,
    lookAt: LOG,
  });
}

/** One customer, one hash; another, another; and not the one that everybody can compute from a list of ids. */
function hashes({ lines }: Written, first: SentRefund, again: SentRefund, other: SentRefund): Finding {
  const hashOf = ({ requestId }: SentRefund): string =>
    String(
      lines.find((line) => line.request_id === requestId && line.customer_hash !== undefined)
        ?.customer_hash ?? '',
    );
  const [a, b, c] = [first, again, other].map(hashOf) as [string, string, string];
  const guessed = ['md5', 'sha1', 'sha256', 'sha512'].find((name) => {
    const digest = createHash(name).update(first.customerId).digest('hex');
    return a.length >= SHORTEST_HASH && (digest.startsWith(a) || a.startsWith(digest));
  });
  return found(a.length >= SHORTEST_HASH && a === b && a !== c && guessed === undefined, {
    expected:
      'customer_hash: the same for one customer, another for another, and not to be guessed from the id',
    seen:
      guessed !== undefined
        ? `${guessed} of the id: whoever has the ids has the names`
        : `"${a}" and "${b}" for one customer, "${c}" for another`,
    lookAt: LOG,
  });
}
