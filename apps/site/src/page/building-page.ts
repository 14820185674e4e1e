interface BuildingView {
  readonly building: boolean;
  /** What a failed build has said last. */
  readonly problem: string | undefined;
}

/** What there is to see before there is a site. It asks again by itself while one is being made. */
export function buildingPage({ building, problem }: BuildingView): string {
  const [title, text] = building
    ? [
        'The site is being built',
        'This takes about a minute, once, and again when its texts change. The page comes by itself.',
      ]
    : problem === undefined
      ? [
          'There is no site',
          'Build it: <code>npm run site -w @lab/docs</code>. The Markdown is readable as it is, in <code>docs</code>.',
        ]
      : [
          'The site could not be built',
          'The Markdown is readable as it is, in <code>docs</code>. What the build said:',
        ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${building ? '<meta http-equiv="refresh" content="3">' : ''}
<title>${title}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem}pre{white-space:pre-wrap}</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
${problem === undefined ? '' : `<pre>${escaped(problem)}</pre>`}
</body>
</html>
`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
