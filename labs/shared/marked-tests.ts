/** Tests of promtool, marked so that its output tells on which of several files they failed. */
export interface Tests {
  readonly tests?: readonly {
    readonly name?: string;
    readonly promql_expr_test?: readonly { readonly expr: string }[];
  }[];
}

/**
 * promtool prints the name of a test where an alert differs, and only the query where a query does: both get the mark.
 */
export const marked = ({ tests = [] }: Tests, mark: string): NonNullable<Tests['tests']> =>
  tests.map(({ name = '', promql_expr_test = [], ...test }) => ({
    ...test,
    name: `${mark} ${name}`,
    promql_expr_test: promql_expr_test.map(({ expr, ...query }) => ({
      ...query,
      expr: `${expr}\n# ${mark}`,
    })),
  }));
