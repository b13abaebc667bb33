import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { standIn } from '../../helpers/electron-executable.ts';
import { until } from '../../helpers/until.ts';

const fixture = join(import.meta.dirname, '../../fixtures/electron-app');

/** Processes with `folder` on their command line: the Chromium of the app whose data is there. */
async function chromiumProcesses(folder: string): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return ids.filter((_id, index) => lines[index]?.includes(`--user-data-dir=${folder}/`)).map(Number);
}

/** The stand-in started as `npm start` does, with its output. */
function start(words: string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(standIn, words, {
    env: { ...process.env, BANDMATE_HEADLESS: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  disposeLater(() => child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    said.out += data;
  });
  child.stderr.on('data', (data) => {
    said.err += data;
  });
  return { child, said };
}

async function startFixture(existing?: string) {
  const userData = existing ?? (await temporaryFolder('electron-host'));
  const { child, said } = start(['--remote-debugging-port=0', fixture], { SEMANTICS_USER_DATA: userData });
  await until(() => said.err.includes('DevTools listening on'), { what: 'Chromium to listen' });
  expect(await chromiumProcesses(userData)).not.toEqual([]);
  return { child, said, userData };
}

const noneLeft = (userData: string) =>
  until(async () => (await chromiumProcesses(userData)).length === 0, { what: 'Chromium to end' });

const exitCode = async (child: ChildProcess) => {
  const [code] = await once(child, 'close');
  return code;
};

describe.runIf(process.platform === 'linux')('the processes of the stand-in', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('end together and in order on %s', async (signal) => {
    const { child, said, userData } = await startFixture();
    const code = exitCode(child);
    child.kill(signal);
    expect(await code).toBe(0);
    expect(said.out).toContain('before-quit');
    await noneLeft(userData);
  });

  it('leave no Chromium behind when the app is killed', async () => {
    const { child, userData } = await startFixture();
    child.kill('SIGKILL');
    await noneLeft(userData);
  });

  it('start again at once after the app was killed', async () => {
    const { child, userData } = await startFixture();
    child.kill('SIGKILL');
    await once(child, 'close');
    const again = await startFixture(userData);
    again.child.kill('SIGTERM');
    expect(await exitCode(again.child)).toBe(0);
  });

  it('end with an error when Chromium is killed', async () => {
    const { child, said, userData } = await startFixture();
    const code = exitCode(child);
    for (const id of await chromiumProcesses(userData)) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It ended together with an earlier one.
      }
    }
    expect(await code).toBe(1);
    expect(said.err).toContain('Chromium has ended');
  });
});

it.runIf(process.platform === 'linux')(
  'nobody can attach to a stand-in that was not asked to listen',
  async () => {
    const userData = await temporaryFolder('electron-host');
    const { child, said } = start([fixture], { SEMANTICS_USER_DATA: userData });
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
    expect(said.err).not.toContain('listening');
    await noneLeft(userData);
  },
);

describe.runIf(process.platform === 'linux')('a start that can not succeed', () => {
  it('prints the usage if no folder is given', async () => {
    const { child, said } = start([], {});
    expect(await exitCode(child)).toBe(1);
    expect(said.err).toContain('usage: electron');
  });

  it('reports that there is no Chromium, and what to do', async () => {
    const userData = await temporaryFolder('electron-host');
    const { child, said } = start([fixture], {
      SEMANTICS_USER_DATA: userData,
      CHROMIUM: '/nowhere/chromium',
    });
    expect(await exitCode(child)).toBe(1);
    expect(said.err).toContain('No Chromium was found');
  });
});
