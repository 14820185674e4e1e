import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';

const lab = inject('lab');
const url = (port: string, path: string): string => `http://127.0.0.1:${lab.ports[port]}${path}`;

const USER = 'user_000042';
const CARD = '4111111111111111';
const POLL = { timeout: 30_000, interval: 500 };

describe('personal data', () => {
  test('when a request brings a user id and a card number - then neither is in any file, line or span', async () => {
    const traceId = `ab${Date.now().toString(16).padStart(30, '0')}`;
    const response = await fetch(url('INFERENCE_PORT', '/predict'), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': CARD,
        traceparent: `00-${traceId}-00000000000000aa-01`,
      },
      body: JSON.stringify({
        user_id: USER,
        amount: 20,
        merchant_category: 'grocery',
        hour_of_day: 12,
        distance_from_home_km: 1,
        card_present: true,
      }),
    });
    expect(response.status).toBe(200);
    await expect.poll(() => lineText(traceId), POLL).toContain('user_id_hash');
    await expect.poll(() => traceText(traceId), POLL).toContain('predict_request');
    expect(await lineText(traceId)).not.toMatch(new RegExp(`${USER}|${CARD}`));
    expect(await traceText(traceId)).not.toMatch(new RegExp(`${USER}|${CARD}`));
    const logs = join(lab.stateDir, 'logs');
    for (const file of readdirSync(logs).filter((name) => name.endsWith('.jsonl'))) {
      const text = readFileSync(join(logs, file), 'utf8');
      expect(text.includes(CARD), `${file} has the card number`).toBe(false);
      expect(/\buser_\d{6}\b/.exec(text)?.[0], `${file} names a user`).toBeUndefined();
    }
  });
});

async function traceText(traceId: string): Promise<string> {
  const tempo = lab.binaries.tempo !== undefined;
  const response = await fetch(
    tempo ? url('TEMPO_PORT', `/api/v2/traces/${traceId}`) : url('JAEGER_PORT', `/api/v3/traces/${traceId}`),
  );
  return response.text();
}

async function lineText(traceId: string): Promise<string> {
  const query = new URLSearchParams({
    query: `{service_name="inference"} | trace_id="${traceId}" | event_type="model_prediction"`,
  });
  return (await fetch(url('LOKI_PORT', `/loki/api/v1/query_range?${query}`))).text();
}
