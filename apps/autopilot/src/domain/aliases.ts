import type { MODEL_ALIASES } from '@lab/catalogue';

export type Alias = (typeof MODEL_ALIASES)[number];

/** Which version does what, by name and not by number. */
export interface Aliases {
  readonly champion: string;
  /** The canary. */
  readonly challenger: string | null;
  /** The champion before this one: where one step back leads. */
  readonly previous: string | null;
}

/** One change of a model's aliases, as the history keeps it. */
export interface AliasChange {
  readonly model_name: string;
  readonly aliases: Aliases;
  /** ISO 8601. */
  readonly at: string;
  /** Who or what changed it: an action's id, or that it was found so. */
  readonly by: string;
  readonly detail: string;
  readonly trace_id: string | null;
}

/** The aliases once a route is in force. */
export function aliasesAfter(
  before: Aliases | undefined,
  route: { readonly champion: string; readonly canary?: { readonly version: string } },
): Aliases {
  const changed = before !== undefined && before.champion !== route.champion;
  return {
    champion: route.champion,
    challenger: route.canary?.version ?? null,
    previous: changed ? before.champion : (before?.previous ?? null),
  };
}

export const sameAliases = (a: Aliases, b: Aliases | undefined): boolean =>
  a.champion === b?.champion && a.challenger === b.challenger && a.previous === b.previous;
