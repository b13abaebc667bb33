import type { Failure } from '../../protocol/wire/error.ts';
import type { MemberRole } from '../../protocol/wire/member.ts';
import { readRole } from '../entities/member.ts';
import { failure } from '../failure.ts';
import type { CommandContext } from './handler.ts';

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
  | 'picture';

/** The screens call both a song. */
const shownNouns: Partial<Record<Noun, string>> = { vibe: 'song', cut: 'song' };

export function notFound(noun: Noun): Failure {
  return failure('not-found', `There is no such ${shownNouns[noun] ?? noun}.`);
}

export const adminOnly = failure('forbidden', 'Only an admin of the project can do this.');

/**
 * Refuses everyone but members (as `not-found`, so that it doesn't reveal what exists) and, if `role` is ADMIN, everyone
 * but admins. Null = allowed. `noun` is what was asked for.
 */
export async function refuse(
  { tx, actor }: Pick<CommandContext, 'tx' | 'actor'>,
  projectId: string,
  role: MemberRole,
  noun: Noun,
): Promise<Failure | null> {
  const own = await readRole(tx, projectId, actor.id);
  if (!own) return notFound(noun);
  return role === 'ADMIN' && own !== 'ADMIN' ? adminOnly : null;
}

/** The same for what people write: only its author and admins may. */
export async function refuseUnlessOwn(
  context: Pick<CommandContext, 'tx' | 'actor'>,
  projectId: string,
  author: string,
  noun: Noun,
): Promise<Failure | null> {
  const refusal = await refuse(context, projectId, author === context.actor.id ? 'MEMBER' : 'ADMIN', noun);
  return refusal === adminOnly
    ? failure('forbidden', 'Only its author or an admin of the project can do this.')
    : refusal;
}
