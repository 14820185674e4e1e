import type { Draws, LabContext } from '@lab/course/lab';
import type { Pools } from '../starter/src/shop/app.ts';

const OTHERS = ['delivery', 'stock', 'vouchers'] as const;

/** The route that shares its workers with checkout. */
export const poolMateOf = (draws: Draws): (typeof OTHERS)[number] => draws.pick('pool mate', OTHERS);

export async function writePools({ files, draws }: Pick<LabContext, 'files' | 'draws'>): Promise<void> {
  const mate = poolMateOf(draws);
  const [pool, other] = draws.pick('pool', [
    ['left', 'right'],
    ['right', 'left'],
  ] as const);
  const pools: Pools = {
    checkout: pool,
    delivery: mate === 'delivery' ? pool : other,
    stock: mate === 'stock' ? pool : other,
    vouchers: mate === 'vouchers' ? pool : other,
  };
  await files.write('pools.json', `${JSON.stringify(pools, null, 2)}\n`);
}
