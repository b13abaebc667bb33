import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolVersion, versionsApart } from '../../protocol/wire/version.ts';
import { disposeLater, temporaryFolder } from '../helpers/disposal.ts';
import { checkOut, lastCommits } from './checkouts.ts';
import type { Exchange } from './recording-proxy.ts';
import { playScene } from './scene.ts';

/*
 * Earlier versions of app and server, from the history, with today's. Runs by `npm run test:versions`, before a release
 * that raises the version. `VERSIONS=14,13` chooses; `RECORD=1` keeps what passed, for `npm test`.
 */
const root = join(import.meta.dirname, '../..');
const chosen = process.env.VERSIONS?.split(',').map(Number);
const earlier = lastCommits(root).filter(({ version }) =>
  chosen ? chosen.includes(version) : version >= protocolVersion - versionsApart,
);

async function startServerOf(checkout: string): Promise<string> {
  const server = spawn(process.execPath, [join(checkout, 'server/index.ts')], {
    cwd: checkout,
    env: { ...process.env, PORT: '0', DATA_DIR: await temporaryFolder('versions-server'), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  disposeLater(async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
  });
  const [line] = await once(server.stdout, 'data');
  return String(line).trim();
}

describe.each(earlier)('version $version ($commit)', ({ version, commit }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bandmate-version-'));
  const older = join(folder, `v${version}`);
  beforeAll(() => checkOut(root, commit, older));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('the app of that version and today’s work together on today’s server', async () => {
    const { ana } = await playScene({
      roots: { ana: older, ben: root },
      serverUrl: await startServerOf(root),
    });
    keep(version, 'requests', ana);
  });

  it('today’s app and that version’s work together on the server of that version', async () => {
    const { ana } = await playScene({
      roots: { ana: root, ben: older },
      serverUrl: await startServerOf(older),
    });
    keep(version, 'answers', ana);
  });
});

/** The requests of the app of that version, or the answers of its server. */
function keep(version: number, what: 'requests' | 'answers', exchanges: Exchange[]): void {
  expect(exchanges.length).toBeGreaterThan(10);
  if (process.env.RECORD !== '1') return;
  const folder = join(root, 'tests/fixtures/recorded-versions');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${version}-${what}.json`), `${JSON.stringify(exchanges, null, 1)}\n`);
}
