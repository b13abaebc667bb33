import { closeSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { openOutboxStore } from '../../../main/outbox/open-outbox-store.ts';
import { accountFolder } from '../../../main/runtime/account-folder.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { dataOf, startRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { run, startBand, startDevice } from './band.ts';

/** Moves the log into the file, then overwrites a page in its middle with zeros. */
function damage(path: string): void {
  const database = new Database(path);
  database.pragma('wal_checkpoint(truncate)');
  database.close();
  const pages = readFileSync(path).length / 4096;
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, Buffer.alloc(4096), 0, 4096, Math.floor(pages / 2) * 4096);
  closeSync(descriptor);
}

function openStore(path: string) {
  const messages: string[] = [];
  const store = openOutboxStore({
    path,
    log: createQuietLog(),
    onDamage: (message) => messages.push(message),
  });
  disposeLater(store.close);
  return { store, messages };
}

function fill(path: string, count: number): string[] {
  const { store } = openStore(path);
  const rows = Array.from({ length: count }, (_, index) => ({
    rank: index + 1,
    operation: {
      ...{ operationId: newId(), kind: 'comment.create', payload: { text: 'x'.repeat(300) }, projectId: 'p' },
      ...{ createdAt: 1, state: { kind: 'queued' } as const },
    },
  }));
  store.write({ put: rows });
  store.close();
  return rows.map(({ operation }) => operation.operationId);
}

describe('a damaged outbox', () => {
  it('gives what can be read, in order, and reports that some may be lost', async () => {
    const path = join(await temporaryFolder(), 'outbox.sqlite');
    const ids = fill(path, 300);
    damage(path);
    const { store, messages } = openStore(path);
    const saved = store.load().map(({ operation }) => operation);
    expect(saved.length).toBeGreaterThan(250);
    expect(saved.length).toBeLessThan(300);
    const isSaved = new Set(saved.map(({ operationId }) => operationId));
    expect(saved.map(({ operationId }) => operationId)).toEqual(ids.filter((id) => isSaved.has(id)));
    // Any of them may have been sent before.
    expect(saved.every(({ state }) => state.kind === 'queued' && state.mayHaveArrived)).toBe(true);
    expect(messages).toEqual([expect.stringContaining(`${saved.length} changes could be recovered`)]);
    expect(messages[0]).toMatch(/Others may be lost.*set-aside/);
  });

  it('is noticed even if only a row makes no sense', async () => {
    const path = join(await temporaryFolder(), 'outbox.sqlite');
    const ids = fill(path, 3);
    const database = new Database(path);
    database.prepare("update operation set payload = '{\"te' where operationId = ?").run(ids[1]);
    database.close();
    const { store, messages } = openStore(path);
    expect(store.load().map(({ operation }) => operation.operationId)).toEqual([ids[0], ids[2]]);
    expect(messages).toHaveLength(1);
  });

  it('with nothing readable is set aside and reported', async () => {
    const path = join(await temporaryFolder(), 'outbox.sqlite');
    writeFileSync(path, 'no database '.repeat(1000));
    const { store, messages } = openStore(path);
    expect(store.load()).toEqual([]);
    expect(messages).toEqual([expect.stringContaining('No pending change')]);
  });

  it('that is sound reports nothing', async () => {
    const path = join(await temporaryFolder(), 'outbox.sqlite');
    fill(path, 3);
    expect(openStore(path).messages).toEqual([]);
  });
});

describe('an account with damaged files', () => {
  it('sends what was recovered, and notifies the person until they have read it', async () => {
    const { server, ana, projectId } = await startBand();
    const secrets = createMemorySecretStore();
    const desk = await startDevice(server, ana, { secrets });
    await dataOf(desk.handlers['projects.enter']({ id: projectId }));
    await until(() => desk.account()?.cache.readProject(projectId));
    await server.stop();
    for (let index = 0; index < 60; index++) {
      await run(desk, 'vibe.create', { id: newId(), projectId, name: `${index} ${'x'.repeat(180)}` });
    }
    await desk.stop();
    const folder = accountFolder(desk.userData, server.url, ana.account.id);
    damage(join(folder, 'outbox.sqlite'));
    writeFileSync(join(folder, 'cache.sqlite'), 'rubbish'.repeat(1000));
    await server.restart();

    const again = await startRuntime({ secrets, userData: desk.userData });
    const notices = await dataOf(again.handlers['notices.list'](null));
    expect(notices.map(({ kind }) => kind).sort()).toEqual(['cache-rebuilt', 'outbox-salvaged']);
    await until(async () => (await dataOf(again.handlers['outbox.list'](null))).length === 0);
    const { body } = await ana.request('GET', `/api/projects/${projectId}`);
    expect(body.vibes.length).toBeGreaterThan(30);
    expect(readdirSync(folder).filter((name) => name.startsWith('outbox.sqlite.set-aside'))).not.toEqual([]);
    await dataOf(again.handlers['projects.read']({ id: projectId }));
    await again.stop();

    const later = await startRuntime({ secrets, userData: desk.userData });
    const [first, second] = await dataOf(later.handlers['notices.list'](null));
    expect([first, second].map((notice) => notice?.id)).toEqual(notices.map(({ id }) => id));
    await dataOf(later.handlers['notices.dismiss']({ id: first?.id ?? '' }));
    expect(later.last('notices.changed')).toEqual([second]);
  });
});
