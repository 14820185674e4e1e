import Type from 'typebox';

/** Every 4xx and 5xx in the lab's own shape. */
export const ErrorAnswer = Type.Object({
  error: Type.Object({ code: Type.String(), message: Type.String() }),
});

export const TextOrNull = Type.Union([Type.String(), Type.Null()]);
export const security = [{ bearer: [] }];
