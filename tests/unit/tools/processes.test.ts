import { once } from 'node:events';
import { expect, test } from 'vitest';
import { type RunningProcess, startProcess } from '../../../tools/setup/processes.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

function startScript(script: string, timeoutMilliseconds?: number): RunningProcess {
  const running = startProcess({
    name: 'script',
    command: process.execPath,
    arguments: ['-e', script],
    environment: process.env,
    directory: import.meta.dirname,
    stdout: 'pipe',
    timeoutMilliseconds,
  });
  disposeLater(() => running.stop());
  return running;
}

async function firstNumber(running: RunningProcess): Promise<number> {
  if (!running.stdout) throw new Error('stdout is not piped');
  const [data] = await once(running.stdout, 'data');
  return Number(String(data));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Starts a grandchild that ignores SIGTERM, and prints its id. */
const withStubbornGrandchild = `
  const { spawn } = require('node:child_process');
  const stubborn = "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ['-e', stubborn], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.once('data', () => console.log(child.pid));
`;

test('stopping also ends the program’s children, and returns how the program ended', async () => {
  const running = startScript(`${withStubbornGrandchild}; process.on('SIGTERM', () => process.exit(7));`);
  const grandchild = await firstNumber(running);
  expect(isAlive(grandchild)).toBe(true);
  expect(await running.stop()).toEqual({ code: 7, signal: null, timedOut: false });
  await until(() => !isAlive(grandchild), { what: 'the grandchild to end' });
});

test('a program that exits leaves no child behind', async () => {
  const running = startScript(`${withStubbornGrandchild}; setTimeout(() => process.exit(0), 500);`);
  const grandchild = await firstNumber(running);
  expect((await running.ended).code).toBe(0);
  await until(() => !isAlive(grandchild), { what: 'the grandchild to end' });
});

test('a program that takes too long is killed with its children', async () => {
  const running = startScript(withStubbornGrandchild, 4_000);
  const grandchild = await firstNumber(running);
  expect(await running.ended).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
  await until(() => !isAlive(grandchild), { what: 'the grandchild to end' });
});

test('a program that doesn’t exist ends with code 127', async () => {
  const running = startProcess({
    name: 'nothing',
    command: '/nowhere/nothing',
    arguments: [],
    environment: process.env,
    directory: import.meta.dirname,
    stderr: 'ignore',
  });
  expect((await running.ended).code).toBe(127);
});
