import type { Kysely } from 'kysely';
import { leastRanks, mayDo, type Permission, type Rank, rankOf } from '../../commands/roles.ts';
import { isGuest } from '../../common/guest.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import type { Database } from '../db/schema.ts';
import { readStanding } from '../entities/member.ts';
import { failure } from '../failure.ts';

/** The things that a `not-found` names. Outsiders of a project get the same answer as for something that doesn't exist. */
export type Noun =
  | 'project'
  | 'vibe'
  | 'cut'
  | 'file'
  | 'share'
  | 'member'
  | 'invitation'
  | 'comment'
  | 'reply'
  | 'notification'
  | 'activity'
  | 'conversation'
  | 'message'
  | 'picture'
  | 'person';

/** The screens call both a song. */
const shownNouns: Partial<Record<Noun, string>> = { vibe: 'song', cut: 'song' };

export function notFound(noun: Noun): Failure {
  return failure('not-found', `There is no such ${shownNouns[noun] ?? noun}.`);
}

/** The answers to those who are in the project but may not do it. */
const refusals: Record<Exclude<Rank, 'LISTENER'>, Failure> = {
  MEMBER: failure('forbidden', 'Listeners of the project can’t do this.'),
  ADMIN: failure('forbidden', 'Only an admin of the project can do this.'),
  OWNER: failure('forbidden', 'Only the owner of the project can do this.'),
};

type Asking = { tx: Kysely<Database>; actor: { id: string } };

/**
 * Refuses everyone but members (as `not-found`, so that it doesn't reveal what exists), and members who are too little for
 * this by `commands/roles.ts`. Null = allowed. `noun` is what was asked for.
 */
export async function refuse(
  { tx, actor }: Asking,
  projectId: string,
  permission: Permission,
  noun: Noun,
): Promise<Failure | null> {
  const own = await readStanding(tx, projectId, actor.id);
  if (!own) return notFound(noun);
  const least = leastRanks[permission];
  return least === 'LISTENER' || mayDo(rankOf(own), permission) ? null : refusals[least];
}

/** The same for what people make: only they and admins may delete it, and members what guests wrote. */
export async function refuseUnlessOwn(
  context: Asking,
  projectId: string,
  author: string,
  noun: 'comment' | 'reply' | 'share',
): Promise<Failure | null> {
  const permission =
    author === context.actor.id
      ? (`${noun}.delete` as const)
      : noun === 'comment' && isGuest({ id: author })
        ? 'comment.deleteOfGuests'
        : (`${noun}.deleteOfOthers` as const);
  const refusal = await refuse(context, projectId, permission, noun);
  return refusal === refusals.ADMIN
    ? failure('forbidden', 'Only its author or an admin of the project can do this.')
    : refusal;
}
