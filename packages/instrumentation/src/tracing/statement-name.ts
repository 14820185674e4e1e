import type { Span } from '@opentelemetry/api';

/**
 * Names a SQL span after its prepared statement: `user_activity.lookup`.
 *
 * A service may add the connection after a `#` (`user_activity.lookup#3f0c…`), where connections share a session and
 * each needs statements of its own. That part would make a new span name, and a new span metric, per connection.
 */
export function nameAfterStatement(span: Span, query: { readonly name?: string | undefined }): void {
  if (query.name === undefined) return;
  const [statement = query.name] = query.name.split('#', 1);
  span.updateName(statement);
  span.setAttribute('db.postgresql.plan', statement);
}
