import { NOTIFICATION_STATUSES } from '@lab/catalogue';
import {
  type Notification,
  type NotificationLink,
  PROTOCOLS,
  type ToldAlert,
} from '../domain/notification.ts';
import type { InboxFilter } from '../inbox.ts';
import { type Html, html } from './html.ts';

interface InboxView {
  readonly firing: readonly ToldAlert[];
  /** Newest first. */
  readonly notifications: readonly Notification[];
  /** How many match the filter; more than are listed, perhaps. */
  readonly found: number;
  readonly filter: InboxFilter;
  readonly heartbeat: { readonly raised: boolean; readonly heard: boolean };
}

/** The whole page. It shows times, not ages: the same inbox gives the same page. */
export const renderInboxPage = (view: InboxView): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${view.firing.length === 0 ? '' : `(${view.firing.length}) `}Pager inbox</title>
<link rel="stylesheet" href="/assets/pager.css">
<noscript><meta http-equiv="refresh" content="10"></noscript>
<script src="/assets/pager.js" defer></script>
</head>
<body>
<a class="skip" href="#notifications">Skip to the notifications</a>
<header>
<h1>Pager inbox</h1>
<p id="summary" role="status">${summary(view)}</p>
</header>
<main>
${heartbeat(view.heartbeat)}
<section aria-labelledby="firing">
<h2 id="firing">Firing now</h2>
${view.firing.length === 0 ? html`<p class="quiet">Nothing, as far as was told.</p>` : html`<ul class="cards">${view.firing.map(firingAlert)}</ul>`}
</section>
<section aria-labelledby="notifications">
<h2 id="notifications">Notifications</h2>
${filterForm(view.filter)}
${
  view.notifications.length === 0
    ? html`<p class="quiet">None.</p>`
    : html`<ol class="cards" reversed>${view.notifications.map(notification)}</ol>`
}
${
  view.found > view.notifications.length
    ? html`<p class="quiet">${view.found - view.notifications.length} older ones: <a href="/api/notifications">/api/notifications</a></p>`
    : null
}
</section>
</main>
<footer><a href="/docs">API</a> <a href="/metrics">Metrics</a></footer>
</body>
</html>
`.toString();

const summary = ({ firing, found }: InboxView): string =>
  `${counted(firing.length, 'alert')} firing, ${counted(found, 'notification')}`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function heartbeat({ raised, heard }: InboxView['heartbeat']): Html {
  if (raised)
    return html`<p class="banner critical" role="alert">Dead man’s switch: the Watchdog is missing. No alert can arrive.</p>`;
  return heard
    ? html`<p class="banner resolved">The Watchdog arrives: the way from Prometheus to here is whole.</p>`
    : html`<p class="banner">Waiting for the first Watchdog.</p>`;
}

const firingAlert = ({ labels, annotations, starts_at, links }: ToldAlert): Html =>
  html`<li class="card ${severityClass(labels.severity)}">
<h3>${labels.alertname ?? 'Unnamed alert'} ${badge(labels.severity)}</h3>
<p>${annotations.summary}</p>
<p>${annotations.description}</p>
<p class="facts">${labels.service} since ${time(starts_at)}</p>
${linkList(links)}
</li>`;

const notification = (entry: Notification): Html =>
  html`<li class="card ${entry.status === 'resolved' ? 'resolved' : severityClass(entry.alerts[0]?.labels.severity)}" value="${entry.id}">
<h3>${entry.title || 'Untitled'}</h3>
<p class="facts">${time(entry.received_at)} by ${badge(entry.protocol)}${entry.receiver === null ? null : html` for ${entry.receiver}`}</p>
<details id="notification-${entry.id}"><summary>Text<span class="hidden"> of ${entry.title}</span></summary><pre>${entry.text}</pre></details>
${linkList(entry.links)}
</li>`;

const badge = (text: string | undefined): Html | null =>
  text === undefined ? null : html`<span class="badge">${text}</span>`;

const SEVERITIES: readonly string[] = ['critical', 'warning', 'info'];
const severityClass = (severity: string | undefined): string =>
  severity !== undefined && SEVERITIES.includes(severity) ? severity : 'firing';

const linkList = (links: readonly NotificationLink[]): Html | null =>
  links.length === 0
    ? null
    : html`<ul class="links">${links.map(({ label, url }) => html`<li><a href="${url}" rel="noreferrer">${label}</a></li>`)}</ul>`;

const time = (iso: string): Html =>
  html`<time datetime="${iso}">${iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>`;

const filterForm = ({ alertname, status, protocol }: InboxFilter): Html =>
  html`<form method="get" action="/">
<label>Alert <input name="alertname" value="${alertname}"></label>
<label>Status ${choice('status', NOTIFICATION_STATUSES, status)}</label>
<label>Protocol ${choice('protocol', PROTOCOLS, protocol)}</label>
<button>Show</button>
<a href="/">All</a>
</form>`;

const choice = (name: string, values: readonly string[], chosen: string | undefined): Html =>
  html`<select name="${name}"><option value="">any</option>${values.map(
    (value) => html`<option${value === chosen ? html` selected` : null}>${value}</option>`,
  )}</select>`;
