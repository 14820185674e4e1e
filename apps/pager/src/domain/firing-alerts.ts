import type { Notification, ToldAlert } from './notification.ts';

/**
 * What fires now, as far as it was told. A notification lists all alerts of its group that are not silenced or
 * inhibited, so it replaces what was known of that group.
 */
export class FiringAlerts {
  readonly #groups = new Map<string, readonly ToldAlert[]>();

  apply({ group_key, alerts }: Pick<Notification, 'group_key' | 'alerts'>): void {
    if (group_key === null) return;
    const firing = alerts.filter(({ status }) => status === 'firing');
    if (firing.length === 0) this.#groups.delete(group_key);
    else this.#groups.set(group_key, firing);
  }

  /** Longest firing first. */
  list(): readonly ToldAlert[] {
    return [...this.#groups.values()]
      .flat()
      .sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  }

  groups(): readonly (readonly [string, readonly ToldAlert[]])[] {
    return [...this.#groups];
  }

  restore(groups: readonly (readonly [string, readonly ToldAlert[]])[]): void {
    for (const [key, alerts] of groups) this.#groups.set(key, alerts);
  }

  clear(): void {
    this.#groups.clear();
  }
}
