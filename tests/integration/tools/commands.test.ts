import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

const root = join(import.meta.dirname, '../../..');

/** Runs a command like `npm run` does, on a machine without a display, and collects its output. */
function runCommand(words: string[], environment: NodeJS.ProcessEnv) {
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, PORT: _port, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(root, 'tools/setup/run.mjs'), ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, ...environment },
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const ended = once(child, 'exit');
  disposeLater(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return {
    child,
    ended,
    output: () => output,
    untilPrints: (pattern: RegExp) =>
      until(() => pattern.exec(output) ?? (child.exitCode !== null && Promise.reject(new Error(output))), {
        what: String(pattern),
        timeoutMilliseconds: 60_000,
      }),
  };
}

const answers = (url: string) =>
  fetch(`${url}/api/health`).then(
    (response) => response.ok,
    () => false,
  );

test('start without a display keeps a server running, explains how to watch, and ends everything on Ctrl-C', async () => {
  const dataDirectory = join(await temporaryFolder(), 'server');
  const start = runCommand(['start'], { DATA_DIR: dataDirectory });
  const [, url = ''] = await start.untilPrints(/Server: (http:\S+\d)\. Ctrl-C/);
  expect(start.output()).toMatch(/no display here/);
  expect(start.output()).toMatch(/BANDMATE_EMAIL.*--folder FOLDER/);
  expect(await answers(url)).toBe(true);
  // The folder that start makes is as private as one that the server makes.
  expect((await stat(dataDirectory)).mode & 0o077).toBe(0);
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);

  start.child.kill('SIGINT');
  expect(await start.ended).toEqual([0, null]);
  expect(await answers(url)).toBe(false);

  // The app remembers accounts by the server's address: it must be the same one again.
  const again = runCommand(['start'], { DATA_DIR: dataDirectory });
  expect((await again.untilPrints(/Server: (http:\S+\d)\. Ctrl-C/))[1]).toBe(url);
});

test('a second start on the same data folder explains that it is in use, and fails', async () => {
  const dataDirectory = join(await temporaryFolder(), 'server');
  const first = runCommand(['start'], { DATA_DIR: dataDirectory });
  await first.untilPrints(/Ctrl-C ends/);
  const second = runCommand(['start'], { DATA_DIR: dataDirectory });
  expect(await second.ended).toEqual([1, null]);
  expect(second.output()).toContain('already using the data folder');
});

test('the server ends when its supervisor is killed', async () => {
  const dataDirectory = join(await temporaryFolder(), 'server');
  const start = runCommand(['start'], { DATA_DIR: dataDirectory });
  const [, url = ''] = await start.untilPrints(/Server: (http:\S+\d)\. Ctrl-C/);
  start.child.kill('SIGKILL');
  await start.ended;
  await until(async () => !(await answers(url)), { what: 'the server to end' });
});

test('a folder given by flags is watched without a display', async () => {
  const folder = await temporaryFolder();
  const first = runCommand(['start'], { DATA_DIR: join(folder, 'server') });
  const [, url = ''] = await first.untilPrints(/Server: (http:\S+\d)\. Ctrl-C/);
  const account = { email: 'ana@band.example', password: 'four rusty strings' };
  const registered = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...account, name: 'Ana' }),
  });
  const [cookie = ''] = registered.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  await fetch(`${url}/api/projects`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Summer EP' }),
  });
  const flags = ['--server', url, '--folder', await temporaryFolder(), '--project', 'Summer EP'];
  const watching = runCommand(['start', ...flags], {
    BANDMATE_EMAIL: account.email,
    BANDMATE_PASSWORD: account.password,
    BANDMATE_USER_DATA: join(folder, 'watcher'),
  });
  await watching.untilPrints(/Watching .*Summer EP/);
  watching.child.kill('SIGTERM');
  expect(await watching.ended).toEqual([0, null]);
});

test('the demo shows a simulated bounce arriving, and leaves nothing behind', async () => {
  const temporary = await temporaryFolder();
  const demo = runCommand(['demo'], { TMPDIR: temporary, TEMP: temporary });
  const folders = () =>
    readdir(temporary).then((names) => names.filter((name) => /^bandmate-demo/.test(name)));
  await demo.untilPrints(/new cut “.+” by Ben\n.*\.wav in “.+” by Ben \(\d/);
  expect(await folders()).toHaveLength(1);
  demo.child.kill('SIGTERM');
  expect(await demo.ended).toEqual([0, null]);
  expect(await folders()).toEqual([]);
});
