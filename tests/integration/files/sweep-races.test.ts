import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { reserveSchema } from '../../../protocol/wire/upload.ts';
import type { Dispatcher } from '../../../server/commands/dispatcher.ts';
import { commitUpload } from '../../../server/files/commit-upload.ts';
import { reserveUpload } from '../../../server/files/reserve-upload.ts';
import { sweep } from '../../../server/files/sweep.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { actorOf, openDispatcher, type ServerParts, withParts } from '../../helpers/server-parts.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, sha256Of } from '../../helpers/uploads.ts';

const longAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);

async function ageBlobs(dataDirectory: string, db: ServerParts['db']): Promise<void> {
  await db.updateTable('sweepCandidate').set({ putAt: longAgo.toISOString() }).execute();
  const root = join(dataDirectory, 'blobs');
  for (const name of await readdir(root, { recursive: true })) {
    if ((await stat(join(root, name))).isFile()) await utimes(join(root, name), longAgo, longAgo);
  }
}

/** The same parts, except that each step on bytes or rows waits until the scheduler runs it, in any order. */
function interleaved(all: ServerParts, dispatcher: Dispatcher, scheduler: fc.Scheduler): ServerParts {
  const turn = () => scheduler.schedule(Promise.resolve());
  const { blobs } = all;
  return {
    ...all,
    blobs: {
      ...blobs,
      put: async (...what) => {
        await turn();
        return blobs.put(...what);
      },
      size: async (sha256) => {
        const size = await blobs.size(sha256);
        await turn();
        return size;
      },
      removeUnused: async (sha256, before, isUsed) => {
        await turn();
        return blobs.removeUnused(sha256, before, async () => {
          const answer = await isUsed();
          await turn();
          return answer;
        });
      },
    },
    context: {
      ...all.context,
      dispatcher: {
        ...dispatcher,
        async dispatch(...what) {
          await turn();
          return dispatcher.dispatch(...what);
        },
        async execute(...what) {
          await turn();
          return dispatcher.execute(...what);
        },
      },
    },
  };
}

/**
 * Once all tasks wait for their turn, runs one of them, again and again. A task that waits for a lock doesn't count for
 * more than a moment: the holder may be waiting for its turn.
 */
async function runInAnyOrder(tasks: Promise<unknown>[], scheduler: fc.Scheduler): Promise<void> {
  let live = tasks.length;
  const all = Promise.all(tasks.map((task) => task.finally(() => (live -= 1))));
  // Thrown at the end; until then it must not count as unhandled.
  all.catch(() => {});
  while (live > 0) {
    const isReady = () => scheduler.count() === live || live === 0;
    await until(isReady, { timeoutMilliseconds: 20 }).catch(() => {});
    if (scheduler.count() > 0) await scheduler.waitOne();
  }
  await all;
}

/** Uploads by their content, and which existing files are deleted, while sweeps run. */
const plan = fc.record({
  before: fc.array(fc.nat(3), { maxLength: 4 }),
  deletedBefore: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  deletedNow: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  now: fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
  sweeps: fc.integer({ min: 1, max: 2 }),
});

test('every file has its bytes, in whatever order uploads, deletions and sweeps run', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  await server.stop();
  await withParts(server.dataDirectory, async (all) => {
    const { db, parts } = all;
    const actor = actorOf(user);
    const dispatcher = openDispatcher(db);
    const working = { ...all, context: { ...all.context, dispatcher } };

    const reserve = async (bytes: Buffer) => {
      const asked = { uploadKey: newId(), name: 'mix.wav', size: bytes.length, sha256: sha256Of(bytes) };
      const wanted = reserveSchema.parse({ ...asked, target: newCut(projectId) });
      const row = await reserveUpload(working, actor, wanted);
      if (!row.ok) throw new Error(row.message);
      await parts.write(Readable.from([Buffer.from(bytes)]), row.data.id, 0, bytes.length);
      return row.data.id;
    };
    const remove = (on: Dispatcher, id: string) =>
      on.dispatch(actor, newId(), { kind: 'file.delete', payload: { id } });

    const property = fc.asyncProperty(plan, fc.scheduler(), async (steps, scheduler) => {
      const contents = Array.from({ length: 4 }, () => makeWave(200));
      const content = (index: number) => contents[index] ?? makeWave(200);
      const fileIds: string[] = [];
      for (const [index, which] of steps.before.entries()) {
        const done = await commitUpload(working, actor, await reserve(content(which)));
        if (!done.ok || done.data.state !== 'committed') throw new Error('The upload was not committed');
        if (steps.deletedBefore[index]) await remove(dispatcher, done.data.file.id);
        else fileIds.push(done.data.file.id);
      }
      await ageBlobs(server.dataDirectory, db);
      const rows = await Promise.all(steps.now.map((which) => reserve(content(which))));

      const mixed = interleaved(all, dispatcher, scheduler);
      const running = [
        ...rows.map(async (id) => expect(await commitUpload(mixed, actor, id)).toMatchObject({ ok: true })),
        ...fileIds
          .filter((_id, index) => steps.deletedNow[index])
          .map(async (id) => expect(await remove(mixed.context.dispatcher, id)).toMatchObject({ ok: true })),
        ...Array.from({ length: steps.sweeps }, () => sweep(mixed, new AbortController().signal)),
      ];
      await runInAnyOrder(running, scheduler);

      const files = await db.selectFrom('file').select(['sha256', 'size']).execute();
      expect(files.length).toBeGreaterThanOrEqual(rows.length);
      const known = await db.selectFrom('blob').select('sha256').execute();
      for (const { sha256, size } of files) {
        expect(await all.blobs.size(sha256)).toBe(size);
        expect(known).toContainEqual({ sha256 });
      }
      // The next run starts empty.
      await db.deleteFrom('file').execute();
      await db.deleteFrom('sweepCandidate').execute();
      for (const bytes of contents) await all.blobs.remove(sha256Of(bytes));
    });
    await fc.assert(property, { numRuns: 40, endOnFailure: true });
  });
});
