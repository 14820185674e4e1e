import type { LabContext } from '@lab/course/lab';
import { fetchJson, type Notification } from '@lab/engine-clients';

/** What the pager keeps of a message, links included. */
export type Message = Notification & {
  readonly links: readonly { readonly label: string; readonly url: string }[];
};

/** Messages of one protocol since a moment, newest first. @param since milliseconds since the epoch */
export async function messages(
  { endpoints }: Pick<LabContext, 'endpoints'>,
  protocol: 'slack' | 'mail',
  since: number,
): Promise<Message[]> {
  const query = new URLSearchParams({ protocol, since: new Date(since).toISOString() });
  const url = `${endpoints.pager}/api/notifications?${query}`;
  return (await fetchJson<{ notifications: Message[] }>(url)).notifications;
}

/** Everything that somebody reads in it. */
export const wording = ({ title, text, links }: Message): string =>
  [title, text, ...links.map(({ url }) => url)].join('\n');
