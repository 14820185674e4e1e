import Type from 'typebox';

/** Every 4xx and 5xx of this service, but for OTLP's own. */
export const ErrorAnswer = Type.Object({
  error: Type.Object({ code: Type.String(), message: Type.String() }),
});
