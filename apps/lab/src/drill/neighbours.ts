import { FAULTS, type Fault } from '@lab/catalogue/faults';

/** The drills that go on at the same time: what one of them sets off is no false alarm of another. */
export class Neighbours {
  /** Of each fault that is drilled now, every one that has been drilled at the same time. */
  readonly #met = new Map<Fault, Set<Fault>>();

  /** @param work is given what names the alerts of every drill that has been beside it up to the moment of the call */
  async during<Result>(
    fault: Fault,
    work: (beside: () => ReadonlySet<string>) => Promise<Result>,
  ): Promise<Result> {
    const met = new Set(this.#met.keys());
    for (const others of this.#met.values()) others.add(fault);
    this.#met.set(fault, met);
    try {
      return await work(() => new Set([...met].flatMap(alertsOf)));
    } finally {
      this.#met.delete(fault);
    }
  }
}

/** What may fire because of a fault. */
export const alertsOf = ({
  expects,
  mayFire = [],
}: Pick<Fault, 'expects' | 'mayFire'>): readonly string[] => [
  ...expects.map(({ alert }) => alert),
  ...mayFire,
];

const APART = new Set(FAULTS.filter(({ isApart = false }) => isApart).flatMap(alertsOf));

/**
 * Whether a drill has to answer for an alert that it does not expect. One apart answers for those of what is apart: it
 * outlasts drills of the services, and their consequences do too.
 */
export const answersFor = ({ isApart = false }: Pick<Fault, 'isApart'>, alert: string): boolean =>
  !isApart || APART.has(alert);
