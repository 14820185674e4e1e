import Type, { type Static } from 'typebox';
import Value from 'typebox/value';

const Seconds = Type.Number({ exclusiveMinimum: 0 });
const Bytes = Type.Integer({ minimum: 0 });

const LabMeasured = Type.Object(
  {
    /** Day of the proof, ISO 8601. */
    measured_on: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    /** `2 cores, 16 GB`: seconds mean little without it. */
    machine: Type.String({ minLength: 1 }),
    /** From the command to a lab that is prepared. */
    start_seconds: Seconds,
    /** A look at every task of the solved lab: how long a learner waits who has done everything. */
    check_seconds: Seconds,
    /** All of its proof: untouched, solved, wrong, reset, solved again, finished. */
    tests_seconds: Seconds,
    /** Resident memory when every task passes: of the lab that all labs run on, and of the learner's own processes. */
    lab_bytes: Bytes,
    workbench_bytes: Bytes,
  },
  { additionalProperties: false },
);
export type LabMeasured = Static<typeof LabMeasured>;

/** What the proofs of the labs have measured: `labs/measured.json`, by the labs' ids. */
export const Measured = Type.Record(Type.String(), LabMeasured);
export type Measured = Static<typeof Measured>;

/** @throws Error that says what is wrong with a document of another form */
export function parseMeasured(text: string): Measured {
  const document: unknown = JSON.parse(text);
  if (Value.Check(Measured, document)) return document;
  const [first] = Value.Errors(Measured, document);
  throw new Error(`measured: ${first?.instancePath || '/'} ${first?.message ?? 'is wrong'}`);
}

interface Plausible {
  /** As the lab states them: a person's. */
  readonly minutes: number;
  readonly hasWorkbench: boolean;
}

/** The smallest Node process, and a lab without engines that one has to build. */
const SMALLEST_PROCESS_BYTES = 20e6;
const SMALLEST_LAB_BYTES = 300e6;
/** The course is made for a machine of 8 GB that does something else as well. */
const LARGEST_BYTES = 6e9;

/** What cannot be, a sentence each: nobody mends a number that a program has written, unless it is told. */
export function implausible(
  {
    start_seconds,
    check_seconds,
    tests_seconds,
    lab_bytes,
    workbench_bytes,
  }: Omit<LabMeasured, 'measured_on' | 'machine'>,
  { minutes, hasWorkbench }: Plausible,
): string[] {
  const wrong = (is: boolean, what: string): string[] => (is ? [what] : []);
  return [
    ...wrong(tests_seconds < start_seconds + check_seconds, 'its proof took less than its parts'),
    ...wrong(
      start_seconds + check_seconds > minutes * 60,
      'the machine alone takes longer than a person is said to need',
    ),
    ...wrong(lab_bytes < SMALLEST_LAB_BYTES, 'the lab takes less memory than its services do'),
    ...wrong(lab_bytes + workbench_bytes > LARGEST_BYTES, 'it takes more memory than the course promises'),
    ...wrong(hasWorkbench && workbench_bytes < SMALLEST_PROCESS_BYTES, 'its workbench did not run'),
    ...wrong(!hasWorkbench && workbench_bytes > 0, 'it has no workbench, and one took memory'),
  ];
}
