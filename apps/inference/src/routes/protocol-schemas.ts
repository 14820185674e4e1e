import Type, { type TSchema } from 'typebox';

/** Every error below /v2 (Open Inference Protocol v2, "Inference Response JSON Error Object"). */
const ProtocolError = Type.Object({ error: Type.String() });

export const ModelParameters = Type.Object({ model: Type.String({ maxLength: 100 }) });
export const VersionParameters = Type.Object({
  model: Type.String({ maxLength: 100 }),
  version: Type.String({ maxLength: 20 }),
});

interface RouteDocumentation {
  readonly params?: TSchema;
  readonly body?: TSchema;
  readonly security?: readonly Record<string, string[]>[];
  /** Success is the status alone. */
  readonly isEmpty?: boolean;
}

/** What the OpenAPI document says of a protocol route; answers are written by the protocol's own code. */
export function protocolSchema(summary: string, { isEmpty = false, ...more }: RouteDocumentation = {}) {
  const answer = isEmpty ? Type.Null({ description: summary }) : Type.Unknown({ description: summary });
  return {
    tags: ['open inference protocol'],
    summary,
    response: { 200: answer, '4xx': ProtocolError, '5xx': ProtocolError },
    ...more,
  };
}
