import { resolve } from 'node:path';
import { whenParentIsGone } from './parent.mjs';
import { say } from './say.mjs';
import { parseTask, type TaskRequest } from './task-arguments.ts';

/*
 * The second half of run.mjs, on the pinned Node version with everything installed. Each task is imported only when it
 * runs, so a broken one doesn't break the others.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Before the task listens for signals, there is nothing to end in order. exit() ends any child processes.
    if (process.listenerCount(signal) === 1) process.exit(130);
  });
}
whenParentIsGone(() => process.kill(process.pid, 'SIGTERM'));
const root = resolve(import.meta.dirname, '../..');
const parsed = parseTask(process.argv.slice(2), process.env);
if (!parsed.ok) {
  say(parsed.message);
  process.exit(1);
}
try {
  process.exitCode = await runTask(parsed.task);
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
// Open sockets of a server that no longer answers must not keep a finished task alive.
process.exit();

async function runTask(task: TaskRequest): Promise<number> {
  switch (task.name) {
    case 'start':
      return (await import('./tasks/start.ts')).start(root, task);
    case 'demo':
      return (await import('../demo/demo.ts')).demo(root);
    case 'dev':
      return (await import('./tasks/dev.ts')).dev(root, task);
    case 'test':
      return (await import('./tasks/test.ts')).test(root, task.rest);
    case 'check':
      return (await import('./tasks/test.ts')).check(root);
    case 'package':
      return (await import('./tasks/package.ts')).packageAll(root, task.rest);
    case 'server':
    case 'backup':
    case 'backup-key':
    case 'restore':
    case 'admin':
    case 'watch':
    case 'bench':
    case 'faults':
    case 'docs':
    case 'notices':
    case 'bench-trend':
    case 'docs-site':
    case 'test-packages':
    case 'test-versions':
      return (await import('./tasks/foreground.ts')).runInForeground(root, task);
  }
}
