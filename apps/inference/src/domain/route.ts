import Type, { type Static } from 'typebox';

const Version = Type.String({ pattern: '^[1-9][0-9]*$' });

/** Which versions of a model do what. */
export const ModelRoute = Type.Object(
  {
    champion: Version,
    canary: Type.Optional(
      Type.Object(
        { version: Version, percent: Type.Number({ minimum: 0, maximum: 100 }) },
        { additionalProperties: false },
      ),
    ),
    shadow: Type.Optional(Type.Array(Version, { maxItems: 4, uniqueItems: true })),
  },
  { $id: 'ModelRoute', additionalProperties: false },
);
export type ModelRoute = Static<typeof ModelRoute>;

export const versionsOf = (route: ModelRoute): string[] => [
  ...new Set([route.champion, ...(route.canary ? [route.canary.version] : []), ...(route.shadow ?? [])]),
];

/** A mistake in the route that its schema cannot see, or undefined. */
export function routeMistake(route: ModelRoute): string | undefined {
  if (route.canary?.version === route.champion) return 'the canary is the champion';
  const answering = [route.champion, route.canary?.version];
  const doubled = route.shadow?.find((version) => answering.includes(version));
  return doubled === undefined ? undefined : `version ${doubled} cannot answer and be a shadow at once`;
}

/**
 * The version that answers this user: always the same one while the route stays, and growing the canary from 10 to
 * 20 % moves users to it and none away from it.
 */
export function answeringVersion(
  route: ModelRoute,
  modelName: string,
  userId: string,
): { version: string; role: 'champion' | 'canary' } {
  const { canary } = route;
  if (canary !== undefined && userShare(modelName, userId) * 100 < canary.percent) {
    return { version: canary.version, role: 'canary' };
  }
  return { version: route.champion, role: 'champion' };
}

/**
 * A number in [0, 1) from model and user: FNV-1a over the UTF-16 units, then MurmurHash3's finaliser, without which
 * FNV's high bits hardly move between ids that differ in their last digit.
 */
export function userShare(modelName: string, userId: string): number {
  let hash = 0x811c9dc5;
  const text = `${modelName}\u0000${userId}`;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
