import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies, pinnedNode } from './dependencies.mjs';
import { nodeVersionProblem } from './node-version.mjs';
import { whenParentIsGone } from './parent.mjs';
import { say } from './say.mjs';

/*
 * The entry point of every npm script. Runs on the system's Node with nothing installed. Installs what is missing, then
 * runs task.ts on the pinned Node version and forwards signals and the exit code.
 */
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** @type {import('node:child_process').ChildProcess | undefined} */
let task;

/** @param {NodeJS.Signals} signal */
function end(signal) {
  if (task) task.kill(signal);
  else process.exit(130);
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, end);
// Only under npm: a shell that started this file in the background may exit first.
if (process.env.npm_lifecycle_event) whenParentIsGone(() => end('SIGTERM'));

const problem = nodeVersionProblem(process.versions.node);
if (problem) {
  say(problem);
  process.exit(1);
}
try {
  await ensureDependencies(root);
} catch (error) {
  say(/** @type {Error} */ (error).message);
  process.exit(1);
}

const separator = process.platform === 'win32' ? ';' : ':';
task = spawn(pinnedNode(root), [resolve(root, 'tools/setup/task.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(pinnedNode(root))}${separator}${process.env.PATH}` },
});
task.once('error', (error) => {
  say(`Node.js ${pinnedNode(root)} can't be started: ${error.message}`);
  process.exit(1);
});
task.once('exit', (code, signal) => {
  if (signal) say(`Ended by ${signal}.`);
  process.exit(code ?? 1);
});
