import type { Sample } from '../../src/exposition/metric-family.ts';
import type { ParsedFamily } from '../../src/exposition/parse-text.ts';

/** Ours was scraped between two scrapes of theirs, so that time itself is no difference. */
export interface Round {
  readonly before: readonly ParsedFamily[];
  readonly ours: readonly ParsedFamily[];
  readonly after: readonly ParsedFamily[];
}

export interface Difference {
  readonly family: string;
  readonly what: 'missing' | 'extra' | 'type' | 'help' | 'series' | 'value';
  readonly detail: string;
}

interface ComparedFamily {
  readonly name: string;
  readonly type: string;
  readonly series: number;
}

export interface Comparison {
  readonly families: readonly ComparedFamily[];
  readonly differences: readonly Difference[];
}

/** About the process that answers and about Go, which are to differ, and about containers, which are cAdvisor's to name. */
const ABOUT_THE_EXPORTER = /^(container_|go_|promhttp_|process_|nodejs_|http_|log_|telemetry_|service_)/;
/** How long a collector took, and what was built how. */
const ABOUT_THE_BUILD = new Set(['node_scrape_collector_duration_seconds', 'node_exporter_build_info']);

/** Series whose numbers differ for a reason, which the report tells. */
export const KNOWN_DIFFERENCES: ReadonlyMap<string, string> = new Map([
  [
    'node_tcp_connection_states{state="tx_queued_bytes"}',
    'node_exporter adds the longest possible backlog of each listening socket, which inet_diag puts into the field of the send queue; ours is what waits to be sent',
  ],
]);

/** Share of the rounds in which a counter must lie between the two: the kernel adds up some of them CPU by CPU. */
const COUNTER_ROUNDS = 0.9;
/** Decimal places that differ because one multiplies by 0.001 and the other divides by 1000. */
const ROUNDING = 1e-9;
/** What a number that goes up and down may be beside the two. */
const GAUGE_SLACK = 0.01;
/** The exporters count themselves, with as many threads and sockets as they have at the moment. */
const COUNTS_ITSELF = /^node_(processes|procs|sockstat|tcp_connection|filefd|udp|load)/;
const SELF_SLACK = 5;
/** A series that one of the two showed in few rounds alone was there for moments: a state that sockets pass through. */
const momentaryRounds = (rounds: readonly Round[]): number => Math.floor(rounds.length / 4);

const isCompared = (name: string): boolean => !ABOUT_THE_EXPORTER.test(name);

export function compareRounds(rounds: readonly Round[]): Comparison {
  const theirs = familiesOf(rounds.flatMap(({ before, after }) => [before, after]));
  const ours = familiesOf(rounds.map((round) => round.ours));
  const names = [...new Set([...theirs.keys(), ...ours.keys()])].filter(isCompared).sort();
  const differences: Difference[] = [];
  const families: ComparedFamily[] = [];
  for (const name of names) {
    const their = theirs.get(name);
    const our = ours.get(name);
    const report = (what: Difference['what'], detail: string) =>
      differences.push({ family: name, what, detail });
    if (our === undefined) report('missing', 'only node_exporter shows it');
    else if (their === undefined) report('extra', 'node_exporter does not show it');
    if (our === undefined || their === undefined) continue;
    if (our.type !== their.type) report('type', `${our.type} instead of ${their.type}`);
    if (our.help !== their.help) report('help', `"${our.help}" instead of "${their.help}"`);
    families.push({ name, type: their.type, series: our.samples.length });
    for (const detail of compareSeries(name, rounds)) report(detail.what, detail.text);
  }
  return { families, differences };
}

/** What a second look shows, without the differences of families in which the first saw none of that kind. */
export function seenAgain(first: Comparison, second: Comparison): Comparison {
  const known = new Set(first.differences.map(({ family, what }) => `${family} ${what}`));
  return {
    families: second.families,
    differences: second.differences.filter(({ family, what }) => known.has(`${family} ${what}`)),
  };
}

function familiesOf(scrapes: readonly (readonly ParsedFamily[])[]): Map<string, ParsedFamily> {
  return new Map(scrapes.flat().map((family) => [family.name, family]));
}

interface Seen {
  theirs: number;
  ours: number;
  /** Rounds in which all three showed it, and in which ours was right. */
  compared: number;
  agreed: number;
  example: string;
}

function* compareSeries(
  name: string,
  rounds: readonly Round[],
): Generator<{ what: 'series' | 'value'; text: string }> {
  const seen = new Map<string, Seen>();
  let isCounter = false;
  for (const round of rounds) {
    const [before, our, after] = [round.before, round.ours, round.after].map((families) => {
      const family = families.find((candidate) => candidate.name === name);
      isCounter ||= family?.type === 'counter';
      return seriesOf(name, family?.samples ?? []);
    });
    for (const key of new Set([before, our, after].flatMap((series) => [...(series?.keys() ?? [])]))) {
      const entry = seen.get(key) ?? { theirs: 0, ours: 0, compared: 0, agreed: 0, example: '' };
      seen.set(key, entry);
      const [low, value, high] = [before?.get(key), our?.get(key), after?.get(key)];
      entry.theirs += Number(low !== undefined || high !== undefined);
      entry.ours += Number(value !== undefined);
      if (low === undefined || value === undefined || high === undefined || ABOUT_THE_BUILD.has(name))
        continue;
      entry.compared += 1;
      if (isBetween(name, isCounter, low, value, high)) entry.agreed += 1;
      else entry.example = `${value} is not between ${low} and ${high}`;
    }
  }
  for (const [key, { theirs, ours, compared, agreed, example }] of seen) {
    if (ours === 0 && theirs > momentaryRounds(rounds)) yield { what: 'series', text: `${key} is missing` };
    if (theirs === 0 && ours > momentaryRounds(rounds))
      yield { what: 'series', text: `${key} is ours alone` };
    if (KNOWN_DIFFERENCES.has(`${name}${key}`)) continue;
    const needed = isCounter ? compared * COUNTER_ROUNDS : Math.min(1, compared);
    if (agreed < needed)
      yield {
        what: 'value',
        text: `${key}: ${example}, and so in ${compared - agreed} of ${compared} rounds`,
      };
  }
}

function isBetween(name: string, isCounter: boolean, low: number, value: number, high: number): boolean {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const slack = isCounter
    ? size * ROUNDING
    : size * GAUGE_SLACK + (COUNTS_ITSELF.test(name) ? SELF_SLACK : ROUNDING);
  return value >= Math.min(low, high) - slack && value <= Math.max(low, high) + slack;
}

/** Labels in the order of their names, so that the order in which they are written makes no difference. */
function seriesOf(name: string, samples: readonly Sample[]): Map<string, number> {
  const key = ({ suffix = '', labels }: Sample) => {
    const names =
      ABOUT_THE_BUILD.has(name) && name.endsWith('_info') ? Object.keys(labels).sort() : undefined;
    return `${suffix}{${(
      names ??
        Object.keys(labels)
          .sort()
          .map((label) => `${label}="${labels[label]}"`)
    ).join(',')}}`;
  };
  return new Map(samples.map((sample) => [key(sample), sample.value]));
}
