import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { standIn } from '../../helpers/electron-executable.ts';
import { until } from '../../helpers/until.ts';

const fixture = join(import.meta.dirname, '../../fixtures/electron-app');

/** The Chromium processes of the app whose user data is in `folder`, found by their command lines. */
async function chromiumProcesses(folder: string): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return ids.filter((_id, index) => lines[index]?.includes(`--user-data-dir=${folder}/`)).map(Number);
}

/** Starts the stand-in like `npm start` does, and collects its output. */
function start(words: string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(standIn, words, {
    env: { ...process.env, BANDMATE_HEADLESS: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  disposeLater(() => child.kill('SIGKILL'));
  const output = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    output.out += data;
  });
  child.stderr.on('data', (data) => {
    output.err += data;
  });
  return { child, output };
}

async function startFixture(existing?: string) {
  const userData = existing ?? (await temporaryFolder('electron-host'));
  const { child, output } = start(['--remote-debugging-port=0', fixture], { SEMANTICS_USER_DATA: userData });
  await until(() => output.err.includes('DevTools listening on'), { what: 'Chromium to listen' });
  expect(await chromiumProcesses(userData)).not.toEqual([]);
  return { child, output, userData };
}

const noneLeft = (userData: string) =>
  until(async () => (await chromiumProcesses(userData)).length === 0, { what: 'Chromium to end' });

const exitCode = async (child: ChildProcess) => {
  const [code] = await once(child, 'close');
  return code;
};

describe.runIf(process.platform === 'linux')('the stand-in’s processes', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('end in order on %s', async (signal) => {
    const { child, output, userData } = await startFixture();
    const code = exitCode(child);
    child.kill(signal);
    expect(await code).toBe(0);
    expect(output.out).toContain('before-quit');
    await noneLeft(userData);
  });

  it('include no Chromium after the app is killed', async () => {
    const { child, userData } = await startFixture();
    child.kill('SIGKILL');
    await noneLeft(userData);
  });

  it('can start again right after the app was killed', async () => {
    const { child, userData } = await startFixture();
    child.kill('SIGKILL');
    await once(child, 'close');
    const again = await startFixture(userData);
    again.child.kill('SIGTERM');
    expect(await exitCode(again.child)).toBe(0);
  });

  it('end with an error when Chromium is killed', async () => {
    const { child, output, userData } = await startFixture();
    const code = exitCode(child);
    for (const id of await chromiumProcesses(userData)) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended already, together with an earlier one.
      }
    }
    expect(await code).toBe(1);
    expect(output.err).toContain('Chromium has ended');
  });
});

it.runIf(process.platform === 'linux')(
  'no debugger can attach to a stand-in without a debugging port',
  async () => {
    const userData = await temporaryFolder('electron-host');
    const { child, output } = start([fixture], { SEMANTICS_USER_DATA: userData });
    await until(async () => (await chromiumProcesses(userData)).length > 0, { what: 'Chromium to run' });
    const lines = await Promise.all(
      (await chromiumProcesses(userData)).map((id) =>
        readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''),
      ),
    );
    expect(lines.join()).toContain('--remote-debugging-pipe');
    expect(lines.join()).not.toContain('--remote-debugging-port');
    child.kill('SIGTERM');
    expect(await exitCode(child)).toBe(0);
    expect(output.err).not.toContain('listening');
    await noneLeft(userData);
  },
);

describe.runIf(process.platform === 'linux')('a start that can’t succeed', () => {
  it('prints the usage if no folder is given', async () => {
    const { child, output } = start([], {});
    expect(await exitCode(child)).toBe(1);
    expect(output.err).toContain('usage: electron');
  });

  it('explains what to do if there is no Chromium', async () => {
    const userData = await temporaryFolder('electron-host');
    const { child, output } = start([fixture], {
      SEMANTICS_USER_DATA: userData,
      CHROMIUM: '/nowhere/chromium',
    });
    expect(await exitCode(child)).toBe(1);
    expect(output.err).toContain('No Chromium was found');
  });
});
