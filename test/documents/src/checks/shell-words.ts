/** As much of a shell's grammar as it takes to find who is called with what. */

/** Simple commands of a script, each as its words without quotes; comments and assignments before a command left out. */
export const commandsOf = (script: string): readonly (readonly string[])[] =>
  script
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .flatMap(simpleCommands)
    .map((words) => words.slice(words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word))))
    .filter((words) => words.length > 0);

const TOKEN =
  /(?<comment>(?<=^|\s)#.*)|(?<end>&&|\|\||[;|&()]|\$\()|(?<word>(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\;|&()$]|\$(?!\())+)/g;

function simpleCommands(line: string): readonly string[][] {
  const commands: string[][] = [[]];
  for (const { groups } of line.matchAll(TOKEN)) {
    if (groups?.end !== undefined) commands.push([]);
    else if (groups?.word !== undefined) commands.at(-1)?.push(unquoted(groups.word));
  }
  return commands.filter((words) => words.length > 0);
}

const unquoted = (word: string): string =>
  word.replaceAll(
    /'([^']*)'|"((?:\\.|[^"\\])*)"/g,
    (_, single?: string, double?: string) => single ?? double ?? '',
  );
