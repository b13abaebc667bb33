import { join } from 'node:path';
import { ensurePageBuilt } from '../app-build.ts';
import { thisMachine } from '../chromium.ts';
import { pinnedNode } from '../dependencies.mjs';
import { ensurePeers, peersOfFaults } from '../peers.ts';
import { startProcess, untilAskedToEnd } from '../processes.ts';
import type { TaskName, TaskRequest } from '../task-arguments.ts';

const programs: Partial<Record<TaskName, string[]>> = {
  server: ['server/index.ts'],
  backup: ['server/backup/cli.ts', 'backup'],
  'backup-key': ['server/backup/cli.ts', 'backup-key'],
  restore: ['server/backup/cli.ts', 'restore'],
  admin: ['server/operator/cli.ts'],
  watch: ['main/cli.ts', 'watch'],
  bench: ['tests/bench/run.ts'],
  faults: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'faults'],
  'test-packages': ['node_modules/vitest/vitest.mjs', 'run', '--project', 'packages'],
  'test-versions': ['node_modules/vitest/vitest.mjs', 'run', '--project', 'versions'],
  docs: ['tools/api-docs/run.ts'],
  notices: ['tools/notices/run.ts'],
  'bench-trend': ['tests/bench/trend.ts'],
  'docs-site': ['tools/docs-site/run.ts'],
};

/** Runs one of our programs, stops it on a signal, and returns its exit code. */
export async function runInForeground(root: string, task: TaskRequest): Promise<number> {
  if (task.name === 'server') await ensurePageBuilt(root);
  if (task.name === 'faults') await ensurePeers(thisMachine(), peersOfFaults);
  const [file = '', ...options] = programs[task.name] ?? [];
  const running = startProcess({
    name: task.name,
    command: pinnedNode(root),
    arguments: [join(root, file), ...options, ...task.rest],
    environment: process.env,
    directory: root,
  });
  const asked = untilAskedToEnd().then(() => running.stop());
  const { code, signal } = await Promise.race([running.ended, asked]);
  return code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1);
}
