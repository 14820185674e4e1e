import { existsSync } from 'node:fs';
import { chosenLab } from '../../course/chosen-lab.ts';
import { placesOf } from '../../course/places.ts';
import { notStarted } from '../../course/session.ts';
import { runToolInTerminal, TOOL_NAMES } from '../../course/tools.ts';
import { LabError, notRunning } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { labStatus } from '../../lab-route.ts';
import type { CommandContext } from '../../main.ts';

const NAMES = [...TOOL_NAMES, 'node'] as const;

/**
 * Runs a tool of the lab's engines, or the lab's Node, in the folder of the lab that is started: none of them need be on the
 * learner's PATH, and where they lie depends on the route. @returns the tool's own exit code
 */
export async function tool(
  { settings }: Pick<CommandContext, 'settings'>,
  [word, ...args]: readonly string[],
): Promise<number> {
  const name = NAMES.find((one) => one === word);
  if (name === undefined)
    throw new LabError(
      'NO_SUCH_TOOL',
      word === undefined ? 'which tool?' : `there is no tool ${word}`,
      `./lab tool <${NAMES.join('|')}> [arguments…]`,
      EXIT.usage,
    );
  const lab = await chosenLab(undefined, settings);
  const { folder } = placesOf(lab, settings);
  if (!existsSync(folder)) throw notStarted(lab);
  // Node is that of this command on both routes; the others are where the engines are.
  const route = name === 'node' ? 'native' : (await labStatus(settings))?.route;
  if (route === undefined) throw notRunning();
  return runToolInTerminal({ settings, route, folder }, name, args);
}
