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
const plain = (text: string): string => text.toLowerCase().replace(/(?<=\d)[ -](?=\d)/g, '');

function leaksNothing(written: Written, refund: SentRefund): Finding {
  const secrets = [
    { what: `the e-mail address ${refund.email}`, needle: refund.email.split('.')[0] as string },
    { what: `the card ${refund.cardNumber}`, needle: refund.cardNumber },
    { what: `the customer id ${refund.customerId}`, needle: refund.customerId },
  ].filter(({ needle }) => plain(written.text).includes(needle));
  return found(secrets.length === 0, {
    expected: 'no address, no card number and no customer id in any line',
    seen: secrets.map(({ what, needle }) => `${what}, ${placeOf(needle, written)}`).join(' and ') || 'none',
    lookAt: LOG,
  });
}

/** The field, and how the text stands there: what the learner's pattern has missed. */
function placeOf(needle: string, { lines, others }: Written): string {
  const field = lines
    .flatMap((line) =>
      Object.entries(line).map(([name, value]) => ({ line, name, text: JSON.stringify(value) })),
    )
    .find(({ text }) => plain(text).includes(needle));
  return field === undefined
    ? `in ${others.find((line) => plain(line).includes(needle)) ?? 'more than one line'}`
    : `in ${field.name} of ${field.line.event_type}: ${field.text}`;
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
