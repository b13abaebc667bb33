import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import pino from 'pino';
import { systemEnvironment } from '../../common/environment.ts';
import { newId } from '../../common/new-id.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { Command } from '../../protocol/wire/command.ts';
import { createDispatcher } from '../../server/commands/dispatcher.ts';
import type { Actor } from '../../server/commands/handler.ts';
import { handlers } from '../../server/commands/handlers.ts';
import { createInvitationToken } from '../../server/commands/invitation-token.ts';
import type { ServerContext } from '../../server/context.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import type { Database } from '../../server/db/schema.ts';
import { removeExpired } from '../../server/deleted/remove-expired.ts';
import { addFile } from '../../server/files/add-file.ts';
import { keepBytes } from '../../server/files/keep-bytes.ts';
import { songOf } from '../../server/files/song-in-name.ts';
import { sweep } from '../../server/files/sweep.ts';
import { expectDifference } from '../../server/files/sweep-candidates.ts';
import { type BlobStore, pairSidecar } from '../../server/storage/blob-store.ts';
import { createKeyedLock } from '../../server/storage/keyed-lock.ts';
import { createMemoryBlobStore } from '../contract/storage/memory-blob-store.ts';
import { memoryBytes } from '../contract/storage/memory-bytes.ts';
import { createMemoryPartStore } from '../contract/storage/memory-part-store.ts';
import { disposeLater } from './disposal.ts';
import { createMovedClock } from './moved-clock.ts';

const hour = 3_600_000;

export const hashOf = (content: string) => createHash('sha256').update(content).digest('hex');

/** The same object, which calls `before` with the name of each method first. */
export function watched<Parts extends object>(parts: Parts, before: (name: string) => void): Parts {
  return new Proxy(parts, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        before(String(name));
        return value.apply(target, given);
      };
    },
  });
}

export type BlobWorld = Awaited<ReturnType<typeof openBlobWorld>>;

/** A database with one person, who owns a project with a cut, and a store of which every request is noted. */
export async function openBlobWorld(place: string) {
  const clock = createMovedClock();
  clock.advance(Date.now());
  const environment = { ...systemEnvironment, clock };
  const statements: string[] = [];
  const onStatement = ({ query }: { query: { sql: string } }) => void statements.push(query.sql);
  const db = await openDatabase(place, { onStatement });
  disposeLater(() => db.destroy());
  const asked: string[] = [];
  const blobs = watched(createMemoryBlobStore(clock), (name) => void asked.push(name));
  const context = {
    db,
    environment,
    log: pino({ level: 'silent' }),
  } as Partial<ServerContext> as ServerContext;
  const dispatcher = createDispatcher({
    ...{ db, handlers, environment, publicUrl: () => '' },
    ...{ invitationToken: createInvitationToken('secret'), queue: createSerialQueue() },
  });
  const ana: Actor = { id: newId(), name: 'Ana', avatarUrl: null, email: 'ana@example.com' };
  await addPerson(db, ana, new Date(clock.now()).toISOString());

  async function run(command: Command): Promise<void> {
    const answer = await dispatcher.dispatch(ana, newId(), command);
    if (!answer.ok) throw new Error(`${command.kind}: ${answer.message}`);
  }
  const put = async (content: string) => {
    await keepBytes({ context, blobs }, memoryBytes(Buffer.from(content)), hashOf(content));
    return hashOf(content);
  };
  const [projectId, vibeId, cutId] = [newId(), newId(), newId()];
  await run({ kind: 'project.create', payload: { id: projectId, name: 'EP' } });
  await run({ kind: 'vibe.create', payload: { id: vibeId, projectId, name: 'Song' } });
  await run({ kind: 'cut.create', payload: { id: cutId, vibeId, name: 'Mix' } });

  return {
    ...{ db, clock, context, blobs, asked, statements, run, put, projectId, vibeId, cutId },
    /** A file with these bytes. Answers its id. */
    async upload(content: string): Promise<string> {
      const sha256 = await put(content);
      const operation = { id: newId(), kind: 'file.upload' };
      const facts = { type: 'CUT' as const, mimeType: 'audio/wav', audio: null, size: content.length };
      const added = await dispatcher.execute(ana, operation, (command) =>
        addFile(
          command,
          { ...facts, name: 'mix.wav', sha256 },
          { id: cutId, name: 'Mix', vibeId, projectId },
          songOf('mix.wav'),
        ),
      );
      if (!added.ok) throw new Error(added.message);
      return added.data.id;
    },
    /** Keeps a difference as the comparison of two sounds does. */
    async keepDifference(newer: string, older: string): Promise<void> {
      await expectDifference(db, { newer, older }, new Date(clock.now()));
      await blobs.writeSidecar(newer, pairSidecar(older), Buffer.from('{}'));
    },
    /** Removes what was deleted for good, as once nobody can restore it. */
    expire: () => removeExpired(db, new Date(clock.now() + hour)),
    sweep: (on: BlobStore = blobs, through: Kysely<Database> = db, signal = new AbortController().signal) =>
      sweep(
        {
          ...{ context: { ...context, db: through }, blobs: on, locks: createKeyedLock() },
          parts: createMemoryPartStore(new Map()),
        },
        signal,
      ),
    pass: (hours: number) => clock.advance(hours * hour),
    /** Everything that is known of these bytes. */
    async traces(sha256: string): Promise<string[]> {
      const rows = {
        sweepCandidate: db.selectFrom('sweepCandidate').select('sha256').where('sha256', '=', sha256),
        blob: db.selectFrom('blob').select('sha256').where('sha256', '=', sha256),
        differenceSidecar: db
          .selectFrom('differenceSidecar')
          .select('newer as sha256')
          .where(({ or, eb }) => or([eb('newer', '=', sha256), eb('older', '=', sha256)])),
      };
      const found = (await blobs.size(sha256)) === null ? [] : ['bytes'];
      for (const [table, query] of Object.entries(rows))
        if (await query.executeTakeFirst()) found.push(table);
      for await (const { newer, older } of blobs.listPairs()) {
        if (newer === sha256 || older === sha256) found.push('difference');
      }
      return found;
    },
  };
}

async function addPerson(db: Kysely<Database>, { id, name, email }: Actor, at: string): Promise<void> {
  const person = { id, name, email, image: null, emailVerified: 1, role: 'MEMBER' as const };
  await db
    .insertInto('user')
    .values({ ...person, createdAt: at, updatedAt: at })
    .execute();
}
