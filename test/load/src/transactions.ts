/**
 * The bodies that every variant is asked for, in turn: amounts, hours and places spread so that the model takes
 * different paths, the same at each run.
 */
const CATEGORIES = [
  'grocery',
  'restaurant',
  'fuel',
  'fashion',
  'electronics',
  'travel',
  'gaming',
  'gift_cards',
] as const;
const COUNT = 20;

export const TRANSACTION_BODIES: readonly string[] = Array.from({ length: COUNT }, (_, index) =>
  JSON.stringify({
    user_id: `user_${index}`,
    amount: Math.round(1.6 ** index * 350) / 100,
    merchant_category: CATEGORIES[index % CATEGORIES.length],
    hour_of_day: (index * 7) % 24,
    distance_from_home_km: (index * index * 37) % 900,
    card_present: index % 3 === 0,
  }),
);
