import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import type { LabContext } from '@lab/course/lab';

/** What the lab keeps of an incident. Times in milliseconds since the epoch. */
export interface IncidentRecord {
  readonly beganAt: number;
  /** The route of the model before the lab began; undefined once it was given back. */
  readonly route: unknown;
  /** First right report of who suffers. */
  readonly detectedAt?: number;
  /** First right naming of the cause. */
  readonly namedAt?: number;
  /** Words that were said of the customers, and wrong when they were said. */
  readonly wrongWords?: readonly string[];
  /** Letters that were named and wrong. */
  readonly wrongCauses: readonly string[];
  /** A trace that has shown the component at fault, when the store still had it. */
  readonly provenTrace?: string;
  readonly endedAt?: number;
  /** Points of each part, as last looked at. */
  readonly points: Readonly<Record<string, number>>;
}

type Place = Pick<LabContext, 'files' | 'draws'>;

const FILE = 'incident.sealed';
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Sealed, since it says when the incident began: the key comes from the learner's seed, which is in no file of the folder. */
const keyOf = ({ draws }: Place): Buffer => hash('sha256', draws.token('record', 64), 'buffer');

export const hasRecord = ({ files }: Place): Promise<boolean> => files.exists(FILE);

/** @throws Error where there is none, or another's */
export async function readRecord(place: Place): Promise<IncidentRecord> {
  const sealed = Buffer.from(await place.files.read(FILE), 'base64');
  try {
    const decipher = createDecipheriv(ALGORITHM, keyOf(place), sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as IncidentRecord;
  } catch (error) {
    throw new Error(`${FILE} was changed: ./lab reset 10 begins anew`, { cause: error });
  }
}

export async function writeRecord(place: Place, record: IncidentRecord): Promise<void> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(place), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(record)), cipher.final()]);
  await place.files.write(FILE, Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64'));
}

/** @returns the record after the change */
export async function updateRecord(
  place: Place,
  change: (before: IncidentRecord) => Partial<IncidentRecord>,
): Promise<IncidentRecord> {
  const before = await readRecord(place);
  const after = { ...before, ...change(before) };
  await writeRecord(place, after);
  return after;
}

/** Keeps the points of one part. */
export const givePoints = (place: Place, part: string, points: number): Promise<IncidentRecord> =>
  updateRecord(place, (before) => ({ points: { ...before.points, [part]: points } }));
