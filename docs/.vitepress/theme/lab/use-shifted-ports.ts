import { onContentUpdated } from 'vitepress';
import { movedPorts } from './addresses.ts';
import { data } from './env.data.ts';
import { labFacts } from './lab-facts.ts';
import { movePorts } from './move-ports.ts';

/** Texts name the ports of `.env`. A lab that runs at others shows those. */
export function useShiftedPorts(): void {
  onContentUpdated(async () => {
    const facts = await labFacts();
    const content = document.querySelector('#VPContent');
    if (facts !== undefined && content !== null) movePorts(content, movedPorts(data.ports, facts.ports));
  });
}
