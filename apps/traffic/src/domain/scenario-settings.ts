import type { TRAFFIC_SCENARIOS } from '@lab/catalogue';
import Type, { type Static } from 'typebox';

export type ScenarioName = (typeof TRAFFIC_SCENARIOS)[number];

const intensity = (byDefault: number, meaning: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: byDefault, description: meaning });

/** The settings of each scenario, with what a plain `{}` means. */
export const SCENARIO_SETTINGS = {
  latency: {
    description: 'The inference service answers late; it must run with fault injection enabled',
    properties: {
      intensity: intensity(1, 'share of the requests'),
      latency_ms: Type.Integer({ minimum: 1, maximum: 10_000, default: 300, description: 'added delay' }),
    },
  },
  errors: {
    description: 'The inference service fails; it must run with fault injection enabled',
    properties: {
      intensity: intensity(0.2, 'share of the requests'),
    },
  },
  bad_data: {
    description: 'Callers and feature pipelines send malformed, out-of-range and unknown values',
    properties: { intensity: intensity(0.2, 'share of the requests and of the feature rows') },
  },
  drift: {
    description: 'The world moves away from the one that the models were trained on',
    properties: {
      intensity: intensity(1, 'distance; a concept has changed or not, whatever the intensity'),
      kind: Type.Enum(['covariate', 'prior', 'concept'], {
        default: 'covariate',
        description: 'covariate: other payments; prior: more fraud; concept: fraud looks different',
      }),
    },
  },
  surge: {
    description: 'More customers come',
    properties: { intensity: intensity(0.5, 'from the normal rate (0) to TRAFFIC_MAX_SURGE times it (1)') },
  },
} as const;

type SettingsTable = typeof SCENARIO_SETTINGS;

export type ScenarioSettings<Name extends ScenarioName> = {
  -readonly [Key in keyof SettingsTable[Name]['properties']]: SettingsTable[Name]['properties'][Key] extends Type.TSchema
    ? Static<SettingsTable[Name]['properties'][Key]>
    : never;
};
