import type { Lab } from './lab.ts';

/** The lab's name everywhere: its folder below `labs/` and below the workspace, and its key in the progress. */
export const labId = ({ number, slug }: Pick<Lab, 'number' | 'slug'>): string =>
  number === 0 ? slug : `${String(number).padStart(2, '0')}-${slug}`;

/** As a learner types it: `1`, `01`, `deploy-the-stack`, `01-deploy-the-stack`, `capstone`. */
export function findLab<Found extends Pick<Lab, 'number' | 'slug'>>(
  labs: readonly Found[],
  name: string,
): Found | undefined {
  return labs.find(
    (lab) =>
      name === lab.slug ||
      name === labId(lab) ||
      (lab.number !== 0 && /^\d+$/.test(name) && Number(name) === lab.number),
  );
}
