/** A real Alertmanager with the lab's own configuration in drill timing, and the pager as a process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import {
  configurationFile,
  linksFile,
  type RoutingEnvironment,
  readRoutingEnvironment,
} from '@lab/catalogue/routing';
import { engineTools } from '@lab/engine-clients/testing';
import { eventually, type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import type { Notification, ToldAlert } from '../src/domain/notification.ts';

/** Undefined where `./lab engines --build` has not been run. */
export const alertmanagerBinary = engineTools(['alertmanager'])?.alertmanager;

const TEMPLATES = fileURLToPath(new URL('../../../infra/alertmanager/templates', import.meta.url));
const TOKEN = 'a token for tests only';

export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Milliseconds from now; an hour unless given. 0 resolves. */
  readonly endsInMs?: number;
}

export interface Heartbeat {
  readonly dead_mans_switch: boolean;
  readonly last_heartbeat_at: string | null;
}

/** What an autopilot would be told. */
interface Instruction {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly status: string; readonly alerts: readonly { labels: Record<string, string> }[] };
}

export class DeliveryLab {
  readonly token = TOKEN;
  readonly environment: RoutingEnvironment;
  /** Everything that the Alertmanager has sent to the autopilot. */
  readonly instructions: Instruction[] = [];
  readonly #autopilot: Server;
  readonly #folder: string;
  readonly #pagerPort: number;
  readonly #pagerEnv: Readonly<Record<string, string>>;
  #pager: ServiceProcess;
  #alertmanager: ChildProcess | undefined;
  #alertmanagerUrl = '';
  #watchdog: NodeJS.Timeout | undefined;

  private constructor(
    folder: string,
    autopilot: Server,
    pagerPort: number,
    smtpPort: number,
    heartbeatTimeoutMs: number,
  ) {
    this.#folder = folder;
    this.#autopilot = autopilot.on('request', async (request, response) => {
      const body = (await json(request)) as Instruction['body'];
      this.instructions.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
      response.end();
    });
    this.#pagerPort = pagerPort;
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, TOKEN, { mode: 0o600 });
    this.environment = readRoutingEnvironment({
      LAB_TIMING: 'drill',
      PAGER_URL: this.pagerUrl,
      PAGER_SMTP: `127.0.0.1:${smtpPort}`,
      ALERTMANAGER_TOKEN_FILE: tokenFile,
      AUTOPILOT_URL: `http://127.0.0.1:${(autopilot.address() as AddressInfo).port}`,
    });
    this.#pagerEnv = {
      PORT: String(pagerPort),
      PAGER_SMTP_PORT: String(smtpPort),
      PAGER_STATE_DIR: join(folder, 'inbox'),
      PAGER_HEARTBEAT_TIMEOUT_MS: String(heartbeatTimeoutMs),
      ALERTMANAGER_TOKEN_FILE: tokenFile,
      USER_ID_SALT: 'a salt for tests only',
      OTEL_SDK_DISABLED: 'true',
    };
    this.#pager = this.#launchPager();
  }

  static async start({ heartbeatTimeoutMs }: { heartbeatTimeoutMs: number }): Promise<DeliveryLab> {
    const folder = mkdtempSync(join(tmpdir(), 'lab-delivery-'));
    const autopilot = createHttpServer();
    await new Promise<void>((resolve) => autopilot.listen(0, '127.0.0.1', resolve));
    const lab = new DeliveryLab(folder, autopilot, await freePort(), await freePort(), heartbeatTimeoutMs);
    await lab.#pager.ready();
    await lab.startAlertmanager();
    return lab;
  }

  get pagerUrl(): string {
    return `http://127.0.0.1:${this.#pagerPort}`;
  }

  /** Everything that the pager has written since it was last started. */
  get pagerLines(): readonly Record<string, unknown>[] {
    return this.#pager.lines;
  }

  async startAlertmanager(): Promise<void> {
    const config = join(this.#folder, 'alertmanager');
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'links.tmpl'), linksFile(this.environment));
    writeFileSync(
      join(config, 'alertmanager.yml'),
      configurationFile(this.environment, { folder: TEMPLATES, links: 'links.tmpl' }),
    );
    const child = spawn(
      alertmanagerBinary ?? '',
      [
        `--config.file=${join(config, 'alertmanager.yml')}`,
        `--storage.path=${join(this.#folder, 'alertmanager-data')}`,
        '--web.listen-address=127.0.0.1:0',
        '--cluster.listen-address=',
        '--log.format=json',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#alertmanager = child;
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    this.#alertmanagerUrl = await eventually('the Alertmanager listens', () => {
      if (child.exitCode !== null) throw new Error(`the Alertmanager has ended:\n${log}`);
      const address = /"Listening on","address":"([^"]+)"/.exec(log)?.[1];
      return address === undefined ? undefined : `http://${address}`;
    });
    await eventually('the Alertmanager is ready', async () =>
      (await fetch(`${this.#alertmanagerUrl}/-/ready`)).ok ? true : undefined,
    );
  }

  async stopAlertmanager(): Promise<void> {
    const child = this.#alertmanager;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  async killPager(): Promise<void> {
    this.#pager.signal('SIGKILL');
    await this.#pager.exitCode();
  }

  async restartPager(): Promise<void> {
    this.#pager = this.#launchPager();
    await this.#pager.ready();
  }

  /** As Prometheus does: the Watchdog is sent again and again, and nobody says when it ends. */
  startWatchdog(): void {
    const labels = { alertname: 'Watchdog', severity: 'none', team: 'infrastructure' };
    const send = () => this.post([{ labels, endsInMs: 4000 }]).catch(() => {}); // the Alertmanager is away for a while
    void send();
    this.#watchdog = setInterval(send, 500);
  }

  stopWatchdog(): void {
    clearInterval(this.#watchdog);
  }

  async post(alerts: readonly PostedAlert[]): Promise<void> {
    const body = alerts.map(({ labels, annotations = {}, endsInMs = 3_600_000 }) => ({
      labels,
      annotations,
      endsAt: new Date(Date.now() + endsInMs).toISOString(),
    }));
    await this.alertmanager('alerts', body);
  }

  /** GET, or POST where there is a body. */
  async alertmanager<Answer>(path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(
      `${this.#alertmanagerUrl}/api/v2/${path}`,
      body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          },
    );
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  async expireSilence(id: string): Promise<void> {
    await fetch(`${this.#alertmanagerUrl}/api/v2/silence/${id}`, { method: 'DELETE' });
  }

  async alertmanagerMetric(series: string): Promise<number> {
    return metricOf(await (await fetch(`${this.#alertmanagerUrl}/metrics`)).text(), series);
  }

  async pagerMetric(series: string): Promise<number> {
    return metricOf(await (await fetch(`${this.pagerUrl}/metrics`)).text(), series);
  }

  /** Newest first. */
  async notifications(query: Readonly<Record<string, string>>): Promise<readonly Notification[]> {
    const answer = await fetch(`${this.pagerUrl}/api/notifications?${new URLSearchParams(query)}`);
    return ((await answer.json()) as { notifications: Notification[] }).notifications;
  }

  async alerts(): Promise<{ alerts: readonly ToldAlert[]; heartbeat: Heartbeat }> {
    return (await (await fetch(`${this.pagerUrl}/api/alerts`)).json()) as {
      alerts: ToldAlert[];
      heartbeat: Heartbeat;
    };
  }

  async stop(): Promise<void> {
    this.stopWatchdog();
    await this.stopAlertmanager();
    await this.#pager.stop();
    this.#autopilot.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #launchPager(): ServiceProcess {
    return startServiceProcess({ folder: new URL('..', import.meta.url), env: this.#pagerEnv });
  }
}

function metricOf(exposition: string, series: string): number {
  const line = exposition.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? Number.NaN : Number(line.split(' ')[1]);
}

/** Below 32768, where Linux takes the ports of outgoing connections from: the pager must get the same one again. */
async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error('no free port');
}
