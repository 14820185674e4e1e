import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse, stringify } from 'yaml';
import type { Problem } from '../problem.ts';
import type { Document, Fence } from '../read/document.ts';
import type { LiveLab } from './lab.ts';

/** What checks each kind of YAML, and how the fence becomes a file that it reads. */
const CHECKERS = {
  'prometheus-rules': { tool: 'promtool', command: ['check', 'rules'], file: asRuleFile },
  alertmanager: { tool: 'amtool', command: ['check-config'], file: (text: string) => text },
} as const;

/** A page may show a single rule, or some of them, without the group around. */
function asRuleFile(text: string): string {
  const shown: unknown = parse(text);
  if (typeof shown === 'object' && shown !== null && 'groups' in shown) return text;
  return stringify({ groups: [{ name: 'shown', rules: Array.isArray(shown) ? shown : [shown] }] });
}

/** Has promtool and amtool read the rules and configurations that the page shows. */
export async function ruleProblems({ path, fences }: Document, lab: LiveLab): Promise<readonly Problem[]> {
  const found: Problem[] = [];
  for (const fence of fences)
    for (const [kind, checker] of Object.entries(CHECKERS))
      if (fence.language === 'yaml' && fence.attributes[kind] === true)
        found.push(...(await check(path, fence, checker, lab.binaries[checker.tool] ?? checker.tool)));
  return found;
}

async function check(
  path: string,
  { line, text }: Fence,
  { tool, command, file }: (typeof CHECKERS)[keyof typeof CHECKERS],
  binary: string,
): Promise<readonly Problem[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fence-'));
  try {
    const name = join(folder, 'fence.yml');
    writeFileSync(name, file(text));
    const { exitCode, all } = await execa(binary, [...command, name], { reject: false, all: true });
    return exitCode === 0
      ? []
      : [{ path, line, expected: `${tool} content`, seen: all.replaceAll('\n', ' ⏎ ') }];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
