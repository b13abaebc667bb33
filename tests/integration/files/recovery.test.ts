import { existsSync } from 'node:fs';
import { readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import type { Outcome } from '../../../protocol/wire/error.ts';
import { reserveSchema } from '../../../protocol/wire/upload.ts';
import { commitUpload } from '../../../server/files/commit-upload.ts';
import { keepBytes } from '../../../server/files/keep-bytes.ts';
import { reserveUpload } from '../../../server/files/reserve-upload.ts';
import { sweep } from '../../../server/files/sweep.ts';
import { memoryBytes } from '../../contract/storage/memory-bytes.ts';
import { createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';
import { actorOf, openDispatcher, type ServerParts, withParts } from '../../helpers/server-parts.ts';
import { fileWithoutFigures } from '../../helpers/stacks.ts';
import {
  commit,
  makeWave,
  newCut,
  readOffset,
  reserved,
  restart,
  sendBytes,
  sha256Of,
  upload,
} from '../../helpers/uploads.ts';

async function band() {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  return { server, user, projectId, place: { server, user } };
}

const filesOf = async (user: TestUser, projectId: string) => {
  const { body } = await user.request('GET', `/api/projects/${projectId}`);
  // biome-ignore lint/suspicious/noExplicitAny: a snapshot as it came.
  return body.vibes.flatMap((vibe: any) => vibe.cuts.flatMap((cut: any) => cut.files));
};

const days = (count: number) => new Date(Date.now() - count * 24 * 60 * 60 * 1000);
const fullDisk = async () => {
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
};

describe('a crash in the middle of a commit', () => {
  it('between keeping the bytes and the transaction: another commit makes the file visible, once', async () => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    await sendBytes(place, row, bytes);
    await server.stop();
    await withParts(server.dataDirectory, async (all) => {
      await expect(commitUpload(all, actorOf(user), row.id)).rejects.toThrow('The power went out.');
      expect(await all.blobs.size(sha256Of(bytes))).toBe(bytes.length);
    });
    await restart(server);
    expect(await filesOf(user, projectId)).toEqual([]);
    expect((await commit(user, row)).body).toMatchObject({ state: 'committed', added: true });
    expect(await filesOf(user, projectId)).toHaveLength(1);
  });

  it('gives nobody bytes they never sent, even if they know the hash of existing ones', async () => {
    const { server, projectId, place } = await band();
    const bytes = makeWave();
    await upload(place, bytes, newCut(projectId));
    const stranger = await registerUser(server);
    const own = await createProject(stranger);
    const row = await reserved(stranger, bytes, newCut(own));
    expect(await commit(stranger, row)).toMatchObject({ status: 409, body: { kind: 'incomplete' } });
  });

  it('between the transaction and removing the part: the sweep removes it', async () => {
    const { server, user, projectId, place } = await band();
    const { id, file } = await upload(place, makeWave(), newCut(projectId));
    await server.stop();
    const part = join(server.dataDirectory, 'uploads', id);
    await writeFile(part, 'left over');
    await withParts(server.dataDirectory, (all) => sweep(all, new AbortController().signal));
    expect(existsSync(part)).toBe(false);
    await restart(server);
    const { body } = await commit(user, { id });
    // The server may have measured the file meanwhile.
    expect(fileWithoutFigures(body.file)).toEqual(fileWithoutFigures(file));
  });
});

describe('a full disk', () => {
  it('while bytes arrive: refuses them, acknowledges nothing, and continues when there is room', async () => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave(200_000);
    const row = await reserved(user, bytes, newCut(projectId));
    const part = join(server.dataDirectory, 'uploads', row.id);
    // Every write to this device fails as on a full disk.
    await symlink('/dev/full', part);
    const answer = await sendBytes(place, row, bytes);
    expect(answer.status).toBe(500);
    expect(answer.headers.get('upload-offset')).toBeNull();
    expect(JSON.parse(await answer.text())).toMatchObject({ kind: 'no-space', statusCode: 500 });
    expect(await readOffset(place, row)).toBe(0);
    await rm(part);
    expect((await sendBytes(place, row, bytes)).status).toBe(204);
    expect((await commit(user, row)).body).toMatchObject({ state: 'committed' });
  });

  it('during a commit: nothing becomes visible, the bytes stay, and the same commit succeeds later', async () => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    await sendBytes(place, row, bytes);
    await server.stop();
    await withParts(server.dataDirectory, async (all) => {
      const blobs = { ...all.blobs, put: fullDisk };
      expect(await commitUpload({ ...all, blobs }, actorOf(user), row.id)).toMatchObject({
        ok: false,
        kind: 'no-space',
      });
    });
    await restart(server);
    expect(await filesOf(user, projectId)).toEqual([]);
    expect((await commit(user, row)).body).toMatchObject({ state: 'committed' });
  });

  it('during a reservation: refuses a file that can’t fit before a byte is sent', async () => {
    const { server, user, projectId } = await band();
    await server.stop();
    await withParts(server.dataDirectory, async (all) => {
      const wanted = reserveSchema.parse({
        uploadKey: newId(),
        name: 'mix.wav',
        size: 1000,
        sha256: 'a'.repeat(64),
        target: newCut(projectId),
      });
      const withFree = (bytes: number) =>
        reserveUpload(
          { ...all, blobs: { ...all.blobs, freeBytes: async () => bytes } },
          actorOf(user),
          wanted,
        );
      expect(await withFree(999)).toMatchObject({ ok: false, kind: 'no-space' });
      expect(await withFree(1000)).toMatchObject({ ok: true, data: { state: 'reserved' } });
    });
  });
});

describe('a database that can’t grow', () => {
  it('refuses reservations and changes, keeps its data, and continues once it can grow', async () => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave();
    const row = await reserved(user, bytes, newCut(projectId));
    await sendBytes(place, row, bytes);
    await server.stop();
    await withParts(server.dataDirectory, async (all) => {
      const { db } = all;
      const dispatcher = openDispatcher(db);
      const working = { ...all, context: { ...all.context, dispatcher } };
      await db
        .insertInto('meta')
        .values({ key: 'filler', value: 'x'.repeat(2_000_000) })
        .execute();
      await sql`pragma max_page_count = 1`.execute(db);
      const name = 'x'.repeat(200);
      const actor = actorOf(user);
      const wanted = { name, size: 1, sha256: sha256Of(bytes), target: newCut(projectId, name) };
      const reserveOne = () =>
        reserveUpload(working, actor, reserveSchema.parse({ ...wanted, uploadKey: newId() }));
      const changeOne = () => {
        const payload = { id: newId(), projectId, name };
        return dispatcher.dispatch(actor, newId(), { kind: 'vibe.create', payload });
      };
      for (const once of [reserveOne, changeOne]) {
        let answer: Outcome<unknown>;
        do answer = await once();
        while (answer.ok);
        expect(answer).toMatchObject({ ok: false, kind: 'no-space' });
      }
      await db.deleteFrom('meta').where('key', '=', 'filler').execute();
      expect(await commitUpload(working, actor, row.id)).toMatchObject({ ok: true });
    });
    await restart(server);
    expect(await filesOf(user, projectId)).toHaveLength(1);
  });

  it('reports the cause when SQLite rolls back automatically, as it does on a full disk', async () => {
    const { server } = await band();
    await server.stop();
    await withParts(server.dataDirectory, async ({ db }) => {
      const failing = db.transaction().execute(async (tx) => {
        await sql`insert into meta (key, value) values ('kept', 'no')`.execute(tx);
        await sql`insert or rollback into meta (key, value) values ('epoch', 'twice')`.execute(tx);
      });
      await expect(failing).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
      const kept = await db.selectFrom('meta').select('value').where('key', '=', 'kept').execute();
      expect(kept).toEqual([]);
    });
  });
});

describe('the sweep', () => {
  /** Makes every part and blob look untouched since `then`. */
  async function age(dataDirectory: string, then: Date, db?: ServerParts['db']): Promise<void> {
    await db?.updateTable('sweepCandidate').set({ putAt: then.toISOString() }).execute();
    for (const folder of ['uploads', 'blobs']) {
      const root = join(dataDirectory, folder);
      for (const name of await readdir(root, { recursive: true })) {
        if ((await stat(join(root, name))).isFile()) await utimes(join(root, name), then, then);
      }
    }
  }

  it('removes uploads that were abandoned for a week, and no others', async () => {
    const { server, user, projectId, place } = await band();
    const bytes = makeWave();
    const [idle, asked, fed, held] = [
      await reserved(user, bytes, newCut(projectId)),
      await reserved(user, bytes, newCut(projectId)),
      await reserved(user, bytes, newCut(projectId)),
      await reserved(user, bytes, newCut(projectId)),
    ];
    for (const row of [idle, asked, fed, held]) await sendBytes(place, row, bytes.subarray(0, 500));
    await server.stop();
    await age(server.dataDirectory, days(8));
    await withParts(server.dataDirectory, async (all) => {
      const update = all.db.updateTable('upload').set({ updatedAt: days(8).toISOString() });
      await update.where('id', 'in', [idle.id, fed.id, held.id]).execute();
      await utimes(join(server.dataDirectory, 'uploads', fed.id), days(6), days(6));
      await all.locks.acquire(held.id);
      await sweep(all, new AbortController().signal);
      const left = await all.db.selectFrom('upload').select('id').execute();
      expect(left.map(({ id }) => id).toSorted()).toEqual([asked.id, fed.id, held.id].toSorted());
      expect((await all.parts.list()).toSorted()).toEqual([asked.id, fed.id, held.id].toSorted());
    });
    await restart(server);
    expect((await user.request('GET', `/api/uploads/${idle.id}`)).status).toBe(404);
    expect(await readOffset(place, asked)).toBe(500);
  });

  it('removes bytes that were unused for a day, never those of a file or a picture', async () => {
    const { server, user, projectId, place } = await band();
    const kept = await upload(place, makeWave(), newCut(projectId));
    const deleted = await upload(place, makeWave(), newCut(projectId));
    const shared = makeWave();
    const twins = [
      await upload(place, shared, newCut(projectId)),
      await upload(place, shared, newCut(projectId)),
    ];
    await user.command('file.delete', { id: deleted.file.id });
    await user.command('file.delete', { id: twins[0]?.file.id ?? '' });
    // As when they can no longer be restored.
    await server.database.run('delete from deletedFile');
    await server.stop();
    const picture = sha256Of(Buffer.from('picture'));
    const orphan = sha256Of(Buffer.from('orphan'));
    await withParts(server.dataDirectory, async (all) => {
      for (const content of ['picture', 'orphan'].map((text) => Buffer.from(text))) {
        await keepBytes(all, memoryBytes(content), sha256Of(content));
      }
      await all.db.updateTable('project').set({ imageSha256: picture }).execute();
      const hashes = async () => {
        const found = [];
        for await (const sha256 of all.blobs.list()) found.push(sha256);
        return found.toSorted();
      };
      const everything = [kept, deleted, twins[0]].map((each) => each?.file.sha256 ?? '');
      await sweep(all, new AbortController().signal);
      expect(await hashes()).toEqual([...everything, picture, orphan].toSorted());
      await age(server.dataDirectory, days(2), all.db);
      await sweep(all, new AbortController().signal);
      expect(await hashes()).toEqual([kept.file.sha256, sha256Of(shared), picture].toSorted());
      const rows = await all.db.selectFrom('blob').select('sha256').execute();
      expect(rows.map(({ sha256 }) => sha256).toSorted()).toEqual(
        [kept.file.sha256, sha256Of(shared)].toSorted(),
      );
    });
    await restart(server);
    expect((await user.request('GET', twins[1]?.file.url ?? '')).status).toBe(200);
  });

  it('runs beside commits without removing what they keep', async () => {
    const { server, user, projectId } = await band();
    await server.stop();
    const bytes = makeWave();
    const sha256 = sha256Of(bytes);
    await withParts(server.dataDirectory, async (all) => {
      const { db, parts, blobs } = all;
      const dispatcher = openDispatcher(db);
      const working = { ...all, context: { ...all.context, dispatcher } };
      const actor = actorOf(user);
      for (let round = 0; round < 20; round++) {
        const wanted = { uploadKey: newId(), name: 'mix.wav', size: bytes.length, sha256 };
        const row = await reserveUpload(
          working,
          actor,
          reserveSchema.parse({ ...wanted, target: newCut(projectId) }),
        );
        if (!row.ok) throw new Error(row.message);
        await parts.write(Readable.from([bytes]), row.data.id, 0, bytes.length);
        await db.deleteFrom('file').execute();
        await age(server.dataDirectory, days(2), db);
        const [committed] = await Promise.all([
          commitUpload(working, actor, row.data.id),
          sweep(working, new AbortController().signal),
        ]);
        expect(committed.ok).toBe(true);
        expect(await blobs.size(sha256)).toBe(bytes.length);
        expect(await db.selectFrom('blob').select('sha256').execute()).toEqual([{ sha256 }]);
      }
    });
  });

  it('stops when its signal aborts', async () => {
    const { server } = await band();
    const orphan = join(server.dataDirectory, 'uploads', newId());
    await writeFile(orphan, 'x');
    await server.stop();
    await withParts(server.dataDirectory, (all) => sweep(all, AbortSignal.abort()));
    expect(existsSync(orphan)).toBe(true);
  });
});
