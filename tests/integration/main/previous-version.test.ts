import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { PipelineLogEvent } from '../../../main/bounces/pipeline.ts';
import { accountFolder } from '../../../main/runtime/account-folder.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { dataOf, signIn, startRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, reserved, sendBytes, sha256Of } from '../../helpers/uploads.ts';
import { startBand } from './band.ts';

const sentBefore = 1_000_000;

/** Creates a file with the previous version's tables and these rows. */
function fill(folder: string, name: string, rows: Record<string, object[]>): void {
  const database = new Database(join(folder, `${name}.sqlite`));
  const tables = new URL(`../../fixtures/previous-version/${name}.sql`, import.meta.url);
  database.exec(readFileSync(tables, 'utf8'));
  for (const [table, list] of Object.entries(rows)) {
    for (const row of list) {
      const columns = Object.keys(row);
      const values = columns.map((column) => `@${column}`);
      database.prepare(`insert into ${table} (${columns}) values (${values})`).run(row);
    }
  }
  database.close();
}

it('opens a folder of the previous version, sends its outbox and continues its upload', async () => {
  const { server, ana, projectId } = await startBand();
  const bounces = await temporaryFolder('bounces');
  const path = join(bounces, 'Night Bus.wav');
  const bytes = makeWave(3_000_000);
  await writeFile(path, bytes);
  const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
  const identity = { device: `${dev}`, inode: `${ino}`, size: Number(size), modified: `${mtimeNs}` };
  const target = newCut(projectId, 'Night Bus', { name: 'Night Bus' });
  const [uploadKey, bindingId, queued] = [newId(), newId(), newId()];
  const upload = await reserved(ana, bytes, target, { uploadKey, name: 'Night Bus.wav' });
  await sendBytes({ server, user: ana }, upload, bytes.subarray(0, sentBefore));

  const userData = await temporaryFolder('bandmate-client');
  const folder = accountFolder(userData, server.url, ana.account.id);
  mkdirSync(folder, { recursive: true });
  fill(folder, 'cache', {
    cursor: [{ topic: `project:${projectId}`, epoch: 'previous', seq: 1 }],
    mark: [{ name: 'projects' }],
  });
  fill(folder, 'outbox', {
    operation: [
      {
        ...{ rank: 1, operationId: newId(), kind: 'vibe.create', projectId, createdAt: 1, state: 'queued' },
        payload: JSON.stringify({ id: queued, projectId, name: 'Queued before the update' }),
      },
    ],
  });
  const routing = JSON.stringify({ kind: 'song-name' });
  fill(folder, 'bounces', {
    binding: [{ id: bindingId, folder: bounces, projectId, routing, paused: 0, createdAt: 1, offersAnew: 0 }],
    transfer: [
      {
        ...{ id: newId(), bindingId, projectId, path, name: 'Night Bus.wav', target: JSON.stringify(target) },
        ...{ cutName: target.cutName, cutId: target.cutId, onlyIfNew: 1, takeAsIs: 0, uploadKey },
        ...{ uploadId: upload.id, identity: JSON.stringify(identity), sha256: sha256Of(bytes) },
        ...{ size: bytes.length, sent: sentBefore, startedOver: 0, committing: 0, seenAt: 1 },
        state: JSON.stringify({
          ...{ kind: 'transferring', sent: sentBefore, bytesPerSecond: null, settled: false },
        }),
      },
    ],
  });

  const events: PipelineLogEvent[] = [];
  const runtime = await startRuntime({ userData, pipelineEvent: (event) => events.push(event) });
  await signIn(runtime, server, ana);
  const readProject = async () => (await ana.request('GET', `/api/projects/${projectId}`)).body;
  type Vibe = { id: string; cuts: { id: string; files: { sha256: string }[] }[] };
  await until(async () => {
    const vibes: Vibe[] = (await readProject()).vibes;
    return (
      vibes.some(({ id }) => id === queued) && vibes.some(({ cuts }) => cuts.some(({ files }) => files[0]))
    );
  });
  const files = (await readProject()).vibes.flatMap(({ cuts }: Vibe) =>
    cuts.flatMap((cut) => cut.files.map(({ sha256 }) => ({ cutId: cut.id, sha256 }))),
  );
  expect(files).toEqual([{ cutId: target.cutId, sha256: sha256Of(bytes) }]);
  const reservedAgain = events.find(({ message }) => message === 'Night Bus.wav: reserved');
  expect(reservedAgain).toMatchObject({ sent: sentBefore });

  await until(async () => (await dataOf(runtime.handlers['outbox.list'](null))).length === 0);
  const [binding] = await dataOf(runtime.handlers['bindings.list'](null));
  expect(binding).toMatchObject({ id: bindingId, folder: bounces, olderCount: 0 });
  expect(await dataOf(runtime.handlers['notices.list'](null))).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.includes('set-aside'))).toEqual([]);
});
