import { expect, test } from 'vitest';
import { filledIn } from './copy-files.ts';

test('filledIn - when a name is known - then it becomes its value, and what is not known stays', () => {
  const text = 'http://127.0.0.1:${INFERENCE_PORT} ${HOME} ${__value.raw} `${count} of ${TOTAL}`';
  expect(filledIn(text, { INFERENCE_PORT: 9122 })).toBe(
    'http://127.0.0.1:9122 ${HOME} ${__value.raw} `${count} of ${TOTAL}`',
  );
});
