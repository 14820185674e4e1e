/** One lab of real engines for every lab of the course, and a workspace for its learner. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabUnderTest, startLab } from '@lab/test-telemetry/start-lab';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    lab: LabUnderTest;
    workspace: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workspace = mkdtempSync(join(tmpdir(), 'lab workspace-'));
  const route = process.env.COURSE_WITH_DOCKER === '1' ? '--docker' : '--no-docker';
  const { lab, stop } = await startLab({ LAB_WORKSPACE_DIR: workspace }, route);
  project.provide('lab', lab);
  project.provide('workspace', workspace);
  return async () => {
    await stop();
    rmSync(workspace, { recursive: true, force: true });
  };
}
