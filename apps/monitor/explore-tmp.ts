import { createWorld } from '@lab/model/world';
import { encodeFeatures, FEATURE_COUNT } from '@lab/model/features';
import { buildReferenceProfile } from '../../packages/model/src/profile/build.ts';
import { DriftComputer } from './src/domain/drift/compute-drift.ts';
const covariate = { amountScale: 3, hourShift: 8, merchantMix: { gaming: 6, gift_cards: 6 } };
const seeds = Number(process.argv[2] ?? 4);
const alpha = 6 / 43200;
for (const variant of ['fresh1500', 'mixed', 'newest525']) {
  let runs = 0, alarms = 0; const names: string[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const world = createWorld({ seed: 100 + seed, customers: 6000 });
    const draw = (n: number) => Array.from({ length: n }, () => world.nextTransaction(new Date()));
    const ids = new Map<string, number>();
    const old = draw(1320);
    world.setDrift(covariate);
    const fresh = variant === 'mixed' ? [...old, ...draw(700)] : variant === 'fresh1500' ? draw(1500) : draw(1500).slice(-525);
    const features = new Float32Array(fresh.length * FEATURE_COUNT);
    fresh.forEach((t, i) => encodeFeatures(t.transaction as never, t.userFeatures as never, features, i * FEATURE_COUNT));
    const profile = buildReferenceProfile({ rows: fresh.length, features, labels: new Uint8Array(fresh.length) } as never, new Float64Array(fresh.length), { modelName: 'm', modelVersion: String(seed), sampleRows: 2000, seed: 42 });
    draw(2400);
    const computer = new DriftComputer();
    let stream: any[] = [];
    for (let w = 0; w < 8; w++) {
      stream = [...stream, ...draw(w === 0 ? 900 : 450)].slice(-900);
      const rows = stream.map(({ transaction, userFeatures }) => {
        const { transaction_id, user_id, ...inputs } = transaction;
        if (!ids.has(user_id)) ids.set(user_id, ids.size);
        return { modelVersion: 'other', role: 'champion', predictedAt: 0, score: 0.1, decision: 'approve', isFraud: null, features: { ...inputs, ...userFeatures }, entity: ids.get(user_id) };
      });
      const result = computer.compute({ profile, rows: rows as never, labelled: [], recent: undefined, alpha, thresholds: undefined } as never);
      runs++;
      const drifted = result.features.filter((f) => f.state === 'drift').map((f) => f.name);
      if (drifted.length) { alarms++; names.push(`${seed}/${w}:${drifted.join('+')}`); }
    }
  }
  console.log(variant, runs, alarms, names.join(' '));
}
