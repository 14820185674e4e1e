import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastifyPlugin from 'fastify-plugin';

interface ApiFacts {
  readonly title: string;
  /** What the service is for, in a sentence. */
  readonly description: string;
}

/** The API as a page at `/docs` and as OpenAPI at `/docs/json`; sees the routes that are registered after it. */
export const apiReference = ({ title, description }: ApiFacts) =>
  fastifyPlugin(
    async (app) => {
      await app.register(swagger, {
        // Contracts appear under their own names, and not as def-0, def-1.
        refResolver: {
          buildLocalReference: (schema, _base, _fragment, index) => String(schema.$id ?? `schema-${index}`),
        },
        openapi: { openapi: '3.1.0', info: { title, description, version: '1.0.0' } },
      });
      await app.register(swaggerUi, { routePrefix: '/docs' });
    },
    { name: 'api-reference' },
  );
