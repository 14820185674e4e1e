import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Draws, type LabContext } from '@lab/course/lab';
import { learnerFiles } from '@lab/course/lab/runner';
import { expect, onTestFinished, test } from 'vitest';
import { cleanUp, prepare } from './prepare.ts';
import { type IncidentRecord, readRecord, updateRecord } from './record.ts';

/** After the autopilot has learned and promoted. */
const ROUTE = { champion: '3' };
const SHIPPED = { champion: '1', canary: { version: '2', percent: 10 } };
const RECORD_FILE = 'incident.sealed';

/** A learner's folder beside a lab that takes every change and notes what it was told. */
async function learner() {
  const told: string[] = [];
  const served = { name: 'fraud-detection', route: ROUTE as unknown };
  const server = createServer(async (request, response) => {
    const { method, url = '' } = request;
    told.push(`${method} ${url}`);
    const body = await text(request);
    if (method === 'PUT' && url.endsWith('/route')) served.route = JSON.parse(body);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify([served]));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), 'incident-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lab = {
    draws: new Draws('a learner', 'incident'),
    endpoints: { inference: url, features: url, traffic: url, autopilot: url },
    adminAuthorization: 'Bearer token',
    files: learnerFiles(folder),
  } as unknown as LabContext;
  return { lab, folder, told, served };
}

test('an incident - when it begins anew - then what was wrong stays, and how long it took', async () => {
  const { lab } = await learner();
  await prepare(lab);
  await updateRecord(lab, () => ({
    wrongCauses: ['A', 'B'],
    wrongWords: ['late'],
    provenTrace: 'a trace',
    points: { cause: 25 },
  }));
  const first = await updateRecord(lab, ({ beganAt }) => ({
    detectedAt: beganAt + 60_000,
    endedAt: beganAt,
  }));
  await cleanUp(lab);
  await prepare(lab);
  const again = await readRecord(lab);
  expect(again.beganAt).toBeGreaterThanOrEqual(first.beganAt);
  expect(again).toEqual({
    beganAt: again.beganAt,
    route: ROUTE,
    wrongCauses: ['A', 'B'],
    wrongWords: ['late'],
    detectedAt: again.beganAt + 60_000,
    points: {},
  });
});

test('the route - when another version was promoted - then the lab has its own, and gives that back', async () => {
  const { lab, served } = await learner();
  await prepare(lab);
  expect(served.route).toEqual(SHIPPED);
  await cleanUp(lab);
  expect(served.route).toEqual(ROUTE);
  served.route = { champion: '4' };
  await cleanUp(lab);
  expect(served.route).toEqual({ champion: '4' });
});

test.for([
  ['changed', (sealed: string) => `AAAA${sealed.slice(4)}`],
  ['cut off', (sealed: string) => sealed.slice(0, 20)],
  ['empty', () => ''],
] as const)(
  'the record - when it is %s - then a check says how to begin anew, and the lab can be left and begun',
  async ([, change]) => {
    const { lab, folder, told } = await learner();
    const path = (name: string): string => join(folder, name);
    await prepare(lab);
    writeFileSync(path(RECORD_FILE), change(readFileSync(path(RECORD_FILE), 'utf8')));
    await expect(readRecord(lab)).rejects.toThrow('incident.sealed was changed: ./lab reset 10 begins anew');
    told.length = 0;
    await cleanUp(lab);
    expect(told).toContain('DELETE /admin/faults');
    expect(told).toContain('PUT /v1/kill-switch');
    expect(told.filter((one) => one.endsWith('/route'))).toEqual([]);
    expect(readFileSync(path('admin.header'), 'utf8')).toBe('');
    await prepare(lab);
    expect(await readRecord(lab)).toMatchObject<Partial<IncidentRecord>>({ wrongCauses: [], route: SHIPPED });
  },
);

test('leaving - when nothing was begun - then faults are ended, and the autopilot is not touched', async () => {
  const { lab, told } = await learner();
  await cleanUp(lab);
  expect(new Set(told)).toEqual(new Set(['DELETE /admin/faults']));
});

test('the token of the administration - when an incident begins - then nobody else may read it', async () => {
  const { lab, folder } = await learner();
  await prepare(lab);
  expect(readFileSync(join(folder, 'admin.header'), 'utf8')).toBe('authorization: Bearer token\n');
  expect(statSync(join(folder, 'admin.header')).mode & 0o077).toBe(0);
});
