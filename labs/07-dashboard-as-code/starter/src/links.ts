/** From a panel to the traces behind it. Done. */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { TEMPO } from './queries.ts';

/** Grafana fills it in when the link is followed, so in the address it must not be encoded. */
const CHOSEN_TIME = { from: '${__from}', to: '${__to}' };

/** A link to Grafana's Explore that searches for traces in the time that is looked at, for `.dataLinks([…])`. */
export function searchTraces(title: string, traceQl: string): dashboard.DashboardLinkBuilder {
  const pane = {
    datasource: TEMPO.uid,
    queries: [{ refId: 'A', datasource: TEMPO, queryType: 'traceql', query: traceQl, limit: 20 }],
    range: CHOSEN_TIME,
  };
  const panes = encodeURIComponent(JSON.stringify({ a: pane })).replaceAll(
    /%24%7B(\w+)%7D/g,
    (_match, name: string) => `\${${name}}`,
  );
  return new dashboard.DashboardLinkBuilder(title).url(`/explore?schemaVersion=1&panes=${panes}`);
}
