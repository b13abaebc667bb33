import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { foldName, guestName, guestPrefix, isGuest } from '../../common/guest.ts';
import type { Comment, Reply } from '../../protocol/wire/comment.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import type { GuestComment } from '../../protocol/wire/share.ts';
import type { Person } from '../../protocol/wire/user.ts';
import type { Sender } from '../audit/sender.ts';
import { addComment } from '../commands/comment-create.ts';
import type { Actor, CommandContext, Handled } from '../commands/handler.ts';
import { refuseIfFull } from '../commands/limits.ts';
import type { Answer } from '../commands/operations.ts';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { readComments } from '../entities/comment.ts';
import { findCutPlace } from '../entities/cut.ts';
import { failure } from '../failure.ts';
import { findSharedFile } from './shared-songs.ts';
import { findShared, type Shared } from './shares.ts';

/** The most comments of all guests of a link. */
const mostComments = 1_000;

export const commentsAreOff = failure('forbidden', 'Comments are turned off for this link.');
const noSuchVersion = failure('not-found', 'This link doesn’t lead to that version.');

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** A guest with the name that they gave. Null: nothing visible is left of it. */
export function readGuest(shared: Shared, { key, name }: GuestComment, from: Sender): Actor | null {
  const folded = foldName(name);
  if (folded === '') return null;
  const id = `${guestPrefix}${shortHash(`${shared.id} ${key} ${folded}`)}`;
  return { id, name: guestName(folded), avatarUrl: null, email: '', from };
}

/**
 * Adds a guest's comment as a member's is added, so that the band sees it live and is notified. The link is looked up
 * again in the same transaction: it may have been revoked, or changed, meanwhile.
 */
export function addGuestComment(
  { dispatcher, environment }: Pick<ServerContext, 'dispatcher' | 'environment'>,
  token: string,
  guest: Actor,
  { id, fileId, text, timestamp, endTimestamp }: GuestComment,
): Promise<Answer<Comment>> {
  return dispatcher.execute(guest, { id, kind: 'share.comment' }, async (context) => {
    const { tx } = context;
    const shared = await findShared(tx, environment.clock, token);
    if (!shared || shared.comments === 'off') return commentsAreOff;
    const file = await findSharedFile(tx, shared, fileId);
    if (file?.type !== 'CUT') return noSuchVersion;
    const cut = await findCutPlace(tx, file.cutId);
    if (!cut) return noSuchVersion;
    const refusal = await addGuest(context, shared);
    if (refusal) return refusal;
    // Nobody is mentioned: a guest can't know the members, and must not be able to call each of them.
    const range = endTimestamp === undefined ? {} : { endTimestamp };
    const added = await addComment(
      context,
      { id, cutId: cut.id, fileId, text, timestamp, mentions: [], ...range },
      cut,
    );
    return added.ok
      ? ({ ...added, result: forGuests(added.result, shared) } satisfies Handled<Comment>)
      : added;
  });
}

/** Gives the guest the row that comments refer to: a closed account, to which nobody can sign in. */
async function addGuest(
  { tx, actor, now }: CommandContext,
  { id: shareId }: Shared,
): Promise<Failure | null> {
  const { count } = await tx
    .selectFrom('comment')
    .innerJoin('guest', 'guest.userId', 'comment.createdBy')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('guest.shareId', '=', shareId)
    .executeTakeFirstOrThrow();
  if (count >= mostComments) return failure('too-large', 'This link has all the comments that it can have.');
  const known = await tx
    .selectFrom('guest')
    .select('userId')
    .where('userId', '=', actor.id)
    .executeTakeFirst();
  if (known) return null;
  const full = await refuseIfFull(tx, 'guestsOfShare', shareId);
  if (full) return full;
  await tx
    .insertInto('user')
    .values({
      ...{
        id: actor.id,
        name: actor.name,
        email: `${actor.id}@guest.invalid`,
        emailVerified: 0,
        image: null,
      },
      ...{ role: 'MEMBER', createdAt: now, updatedAt: now, closedAt: now },
    })
    .execute();
  await tx.insertInto('guest').values({ userId: actor.id, shareId, createdAt: now }).execute();
  return null;
}

/** The comments on a version that guests of the link may read. */
export async function readGuestComments(
  db: Kysely<Database>,
  shared: Shared,
  file: { id: string; cutId: string },
): Promise<Comment[]> {
  const comments = await readComments(db, { cutId: file.cutId });
  const guests = await db.selectFrom('guest').select('userId').where('shareId', '=', shared.id).execute();
  const own = new Set(guests.map(({ userId }) => userId));
  return comments
    .filter(({ fileId, user }) => fileId === file.id && (shared.comments === 'all' || own.has(user.id)))
    .map((comment) => forGuests(comment, shared));
}

/** A comment without whatever tells more about members than what they wrote and their name. */
function forGuests(comment: Comment, shared: Shared): Comment {
  const { id, text, timestamp, endTimestamp, createdAt, cutId, fileId, resolvedAt, editedAt } = comment;
  return {
    ...{ id, text, timestamp, createdAt, cutId, fileId, user: disguised(comment.user, shared) },
    ...(endTimestamp !== undefined && { endTimestamp }),
    ...(editedAt !== undefined && { editedAt }),
    resolvedAt: resolvedAt ?? null,
    replies: comment.replies.map(
      (reply): Reply => ({
        ...{ id: reply.id, text: reply.text, createdAt: reply.createdAt },
        ...{ commentId: id, cutId, user: disguised(reply.user, shared) },
      }),
    ),
  };
}

const disguised = (person: Person, shared: Shared): Person => ({
  id: isGuest(person) ? person.id : `member-${shortHash(`${shared.id} ${person.id}`)}`,
  name: person.name,
  avatarUrl: null,
});
