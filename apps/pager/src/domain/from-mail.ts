import { linksOfHtml } from './html-links.ts';
import type { Received } from './notification.ts';
import { statusOfTitle } from './title.ts';

/** What the inbox keeps of a mail. */
export interface Mail {
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Of the recipient only the mailbox is kept: the lab's own name teams, and anybody else's address is nobody's business. */
export function fromMail({ recipient, subject, text, html, headers }: Mail): Received {
  const status = headers.get('x-alert-status');
  return {
    protocol: 'mail',
    status: status === 'firing' || status === 'resolved' ? status : statusOfTitle(subject),
    alertname: headers.get('x-alert-name') || null,
    receiver: recipient.split('@')[0] || null,
    title: subject,
    text,
    links: linksOfHtml(html),
    alerts: [],
    group_key: null,
  };
}
