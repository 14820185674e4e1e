/** What is wrong with a dashboard, before anybody looks at it: task 8. */
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

/** @returns sentences that name the panel or the variable and say what to do; none where nothing is wrong */
export function problemsOf(_board: dashboard.Dashboard): readonly string[] {
  return [];
}
