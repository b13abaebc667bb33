import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { makeZip } from 'client-zip';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Rows are read in pages of this many, so that no export is held in memory. */
const pageSize = 500;

const readMe = `Everything that this BandMate server keeps about your account.

account.json      your account and where it is signed in
memberships.json  your projects, and your role in each
files.json        the files you uploaded. Download the files themselves in the app
comments.json     your comments
replies.json      your replies
messages.json     the messages you sent to bandmates
room.json         the messages you sent in rooms
activity.json     what you did in your projects
blocked.json      the people you blocked
`;

/** The data of one person as a ZIP of JSON files. It is made while it is read. */
export function exportAccount(db: Kysely<Database>, userId: string): Readable {
  const zip = makeZip(filesOf(db, userId));
  // The library's types name the stream of browsers, which is the same.
  return Readable.fromWeb(zip as unknown as ReadableStream<Uint8Array>);
}

async function* filesOf(db: Kysely<Database>, userId: string) {
  yield { name: 'README.txt', input: readMe };
  yield { name: 'account.json', input: JSON.stringify(await readAccount(db, userId), null, 2) };
  const picture = await db
    .selectFrom('picture')
    .select(['mimeType', 'bytes'])
    .where('userId', '=', userId)
    .executeTakeFirst();
  if (picture) yield { name: `picture.${picture.mimeType.split('/')[1]}`, input: Buffer.from(picture.bytes) };
  yield* listsOf(db, userId);
}

/** Each list in the order of its ids, a page at a time. */
function* listsOf(db: Kysely<Database>, userId: string) {
  yield list('memberships', (after) =>
    db
      .selectFrom('member')
      .innerJoin('project', 'project.id', 'member.projectId')
      .select(['project.id', 'project.name', 'member.role', 'member.isOwner', 'member.joinedAt'])
      .where('member.userId', '=', userId)
      .where('project.id', '>', after)
      .orderBy('project.id'),
  );
  yield list('files', (after) =>
    db
      .selectFrom('file')
      .innerJoin('project', 'project.id', 'file.projectId')
      .select(['file.id', 'file.name', 'file.size', 'file.mimeType', 'file.sha256', 'file.createdAt'])
      .select(['file.note', 'project.name as project'])
      .where('file.uploadedBy', '=', userId)
      .where('file.id', '>', after)
      .orderBy('file.id'),
  );
  yield list('comments', (after) =>
    db
      .selectFrom('comment')
      .innerJoin('cut', 'cut.id', 'comment.cutId')
      .select(['comment.id', 'comment.text', 'comment.timestamp', 'comment.endTimestamp'])
      .select(['comment.createdAt', 'comment.editedAt', 'comment.resolvedAt', 'cut.name as song'])
      .where('comment.createdBy', '=', userId)
      .where('comment.id', '>', after)
      .orderBy('comment.id'),
  );
  yield list('replies', (after) =>
    db
      .selectFrom('reply')
      .select(['id', 'commentId', 'text', 'createdAt', 'editedAt'])
      .where('createdBy', '=', userId)
      .where('id', '>', after)
      .orderBy('id'),
  );
  yield list('messages', (after) =>
    db
      .selectFrom('message')
      .select(['id', 'conversationId', 'text', 'createdAt'])
      .where('senderId', '=', userId)
      .where('id', '>', after)
      .orderBy('id'),
  );
  yield list('room', (after) =>
    db
      .selectFrom('roomMessage')
      .innerJoin('project', 'project.id', 'roomMessage.projectId')
      .select(['roomMessage.id', 'roomMessage.text', 'roomMessage.createdAt', 'project.name as project'])
      .where('roomMessage.senderId', '=', userId)
      .where('roomMessage.id', '>', after)
      .orderBy('roomMessage.id'),
  );
  yield list('activity', (after) =>
    db
      .selectFrom('activity')
      .select(['id', 'type', 'projectId', 'createdAt'])
      .where('actorId', '=', userId)
      .where('id', '>', after)
      .orderBy('id'),
  );
  yield list('blocked', (after) =>
    db
      .selectFrom('block')
      .innerJoin('user', 'user.id', 'block.blockedId')
      .select(['user.id', 'user.name', 'block.createdAt'])
      .where('block.userId', '=', userId)
      .where('user.id', '>', after)
      .orderBy('user.id'),
  );
}

type Page = { limit(count: number): { execute(): Promise<{ id: string }[]> } };

function list(name: string, after: (id: string) => Page) {
  return { name: `${name}.json`, input: jsonOf((id) => after(id).limit(pageSize).execute()) };
}

async function readAccount(db: Kysely<Database>, userId: string): Promise<object> {
  const user = await db
    .selectFrom('user')
    .select(['id', 'name', 'email', 'emailVerified', 'role', 'quietHours', 'createdAt'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const sessions = await db
    .selectFrom('session')
    .select(['userAgent as device', 'ipAddress as address', 'createdAt', 'lastUsedAt', 'expiresAt'])
    .where('userId', '=', userId)
    .execute();
  const { emailVerified, quietHours, ...account } = user;
  return {
    ...account,
    emailVerified: emailVerified === 1,
    quietHours: quietHours === null ? null : JSON.parse(quietHours),
    sessions,
  };
}

/** All rows as one JSON array. */
async function* jsonOf(read: (after: string) => Promise<{ id: string }[]>): AsyncGenerator<Uint8Array> {
  let separator = '[\n';
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows = await read(after);
    for (const row of rows) {
      yield Buffer.from(`${separator}${JSON.stringify(row)}`);
      separator = ',\n';
    }
    after = rows.length < pageSize ? undefined : rows.at(-1)?.id;
  }
  yield Buffer.from(separator === '[\n' ? '[]\n' : '\n]\n');
}
