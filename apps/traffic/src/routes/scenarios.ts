import { TRAFFIC_SCENARIOS } from '@lab/catalogue';
import { requireToken } from '@lab/service';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { SCENARIO_SETTINGS, type ScenarioName, type ScenarioSettings } from '../domain/scenario-settings.ts';
import type { Scenarios } from '../domain/scenarios.ts';

const LONGEST_SECONDS = 86_400;

type ScenarioRequest = ScenarioSettings<ScenarioName> & { active: boolean; seconds?: number };

/**
 * GET /scenarios lists all; PUT /scenarios/{name} switches one on, with settings and an end, or off with
 * `{ "active": false }`; DELETE /scenarios/{name} switches it off.
 */
export function scenarioRoutes(
  app: FastifyInstance,
  scenarios: Scenarios,
  adminToken: string | undefined,
): void {
  // Before the body is read: who may not switch learns nothing about the settings.
  const onRequest = requireToken(adminToken);

  app.get('/scenarios', async () => ({
    scenarios: TRAFFIC_SCENARIOS.map((name) => describe(scenarios, name)),
  }));

  // A route for each name, so that each body has its own schema.
  for (const name of TRAFFIC_SCENARIOS) {
    app.put(`/scenarios/${name}`, { schema: { body: bodySchema(name) }, onRequest }, async (request) => {
      const { active, seconds, ...settings } = request.body as ScenarioRequest;
      if (active) scenarios.switchOn(name, settings, seconds);
      else scenarios.switchOff(name, 'requested');
      return describe(scenarios, name);
    });

    app.delete(`/scenarios/${name}`, { onRequest }, async () => {
      scenarios.switchOff(name, 'requested');
      return describe(scenarios, name);
    });
  }
}

function bodySchema(name: ScenarioName) {
  return Type.Object(
    {
      active: Type.Boolean({ default: true }),
      seconds: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: LONGEST_SECONDS,
          description: 'it switches itself off then',
        }),
      ),
      ...SCENARIO_SETTINGS[name].properties,
    },
    { additionalProperties: false },
  );
}

function describe(scenarios: Scenarios, name: ScenarioName) {
  const active = scenarios.get(name);
  return {
    name,
    description: SCENARIO_SETTINGS[name].description,
    active: active !== undefined,
    settings: active?.settings ?? null,
    since: active?.since.toISOString() ?? null,
    ends_at: active?.endsAt?.toISOString() ?? null,
  };
}
