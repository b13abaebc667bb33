import SQLite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { systemClock } from '../../common/clock.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { Command } from '../../protocol/wire/command.ts';
import { createDispatcher } from '../../server/commands/dispatcher.ts';
import type { Actor } from '../../server/commands/handler.ts';
import { handlers } from '../../server/commands/handlers.ts';
import { createInvitationToken } from '../../server/commands/invitation-token.ts';
import { migrate } from '../../server/db/migrate.ts';
import { OwnSqliteDialect } from '../../server/db/own-sqlite-dialect.ts';
import type { Database } from '../../server/db/schema.ts';
import { createChance } from './chance.ts';
import { createIds } from './ids.ts';
import { newsTables } from './news.ts';

export const memberNames = ['ana', 'ben', 'cy'] as const;
export type MemberName = (typeof memberNames)[number];

/** Unix time at which every run begins. */
export const beginning = Date.UTC(2026, 2, 1, 18);

export function actorNamed(name: MemberName): Actor {
  return { id: name, name: `${name} the musician`, avatarUrl: null, email: `${name}@band.example` };
}

/** A table for the harness alone: the operations that had an effect. */
const effectTable = `
  create table simulationEffect (
    number integer primary key autoincrement, operationId text not null, kind text not null
  );
  ${newsTables}
`;

/** Everyone shares the first project; the second is Ana's and Ben's. Ana and Ben have written to each other. */
const history: [MemberName, Command][] = [
  ['ana', { kind: 'project.create', payload: { id: 'album', name: 'First Album' } }],
  ['ana', { kind: 'project.create', payload: { id: 'live', name: 'Live' } }],
  ['ana', { kind: 'vibe.create', payload: { id: 'groove', projectId: 'album', name: 'Groove' } }],
  ['ana', { kind: 'vibe.create', payload: { id: 'ballad', projectId: 'album', name: 'Ballad' } }],
  ['ana', { kind: 'vibe.create', payload: { id: 'encore', projectId: 'live', name: 'Encore' } }],
  ['ana', { kind: 'cut.create', payload: { id: 'groove-1', vibeId: 'groove', name: 'Take 1' } }],
  ['ana', { kind: 'cut.create', payload: { id: 'groove-2', vibeId: 'groove', name: 'Take 2' } }],
  ['ana', { kind: 'cut.create', payload: { id: 'encore-1', vibeId: 'encore', name: 'Take 1' } }],
];

const laterHistory: [MemberName, Command][] = [
  ['ben', { kind: 'comment.create', payload: { id: 'loud', cutId: 'groove-1', text: 'Loud', timestamp: 3 } }],
  ['cy', { kind: 'reply.create', payload: { id: 'so-what', commentId: 'loud', text: 'So what' } }],
  ['ana', { kind: 'conversation.open', payload: { id: 'ana-ben', userId: 'ben' } }],
  ['ben', { kind: 'message.send', payload: { id: 'hello', conversationId: 'ana-ben', text: 'Hello' } }],
];

/** The server's database at the start of every run, as the bytes of its file. */
export async function createTemplate(): Promise<Buffer> {
  const sqlite = new SQLite(':memory:');
  sqlite.pragma('foreign_keys = ON');
  const db = new Kysely<Database>({ dialect: new OwnSqliteDialect(sqlite) });
  await migrate(db);
  sqlite.exec(effectTable);
  let moment = beginning - 60_000;
  const newId = createIds(() => moment, createChance(0));
  const now = () => {
    moment += 1_000;
    return moment;
  };
  const createdAt = new Date(moment).toISOString();
  await db.updateTable('meta').set({ value: 'first-epoch' }).where('key', '=', 'epoch').execute();
  for (const name of memberNames) {
    const { id, email } = actorNamed(name);
    await db
      .insertInto('user')
      .values({
        ...{ id, email, name: actorNamed(name).name, image: null, emailVerified: 0, role: 'MEMBER' },
        ...{ createdAt, updatedAt: createdAt },
      })
      .execute();
  }
  const environment = { clock: { ...systemClock, now }, random: () => 0, newId };
  const dispatcher = createDispatcher({
    ...{ db, queue: createSerialQueue(), publicUrl: () => '', environment },
    handlers,
    invitationToken: createInvitationToken('secret'),
  });
  const run = async ([name, command]: [MemberName, Command]) => {
    const outcome = await dispatcher.dispatch(actorNamed(name), newId(), command);
    if (!outcome.ok) throw new Error(`${command.kind} was refused: ${outcome.message}`);
    return outcome.data;
  };
  for (const step of history) await run(step);
  for (const [name, projectId] of [
    ['ben', 'album'],
    ['cy', 'album'],
    ['ben', 'live'],
  ] as const) {
    const payload = { id: newId(), projectId, email: actorNamed(name).email, role: 'MEMBER' } as const;
    const invitation = (await run(['ana', { kind: 'project.invite', payload }])) as { token: string };
    await run([name, { kind: 'invitation.accept', payload: { token: invitation.token } }]);
  }
  for (const step of laterHistory) await run(step);
  const bytes = sqlite.serialize();
  sqlite.close();
  return bytes;
}
