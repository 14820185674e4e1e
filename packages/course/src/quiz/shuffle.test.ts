import { expect, test } from 'vitest';
import { shuffled } from './shuffle.ts';

const LETTERS = [...'abcd'];

test('a shuffle - when it is repeated with its seed - then the order is the same, and nothing is lost', () => {
  expect(shuffled(LETTERS, 'somebody')).toEqual(shuffled(LETTERS, 'somebody'));
  expect(shuffled(LETTERS, 'somebody').toSorted()).toEqual(LETTERS);
});

test('a shuffle - when many learners have one - then each place is as likely as the others', () => {
  const learners = 4000;
  const places = new Map<number, number>();
  for (let learner = 0; learner < learners; learner += 1) {
    const place = shuffled(LETTERS, `learner ${learner} question`).indexOf('a');
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  // Four standard deviations of a binomial with 4000 trials and a chance of a quarter: 110.
  for (const place of LETTERS.keys()) expect(Math.abs((places.get(place) ?? 0) - 1000)).toBeLessThan(110);
});
