import type { Failure } from '../../protocol/wire/error.ts';
import type { MemberRole } from '../../protocol/wire/member.ts';
import { readRole } from '../entities/member.ts';
import { failure } from '../failure.ts';
import type { CommandContext } from './handler.ts';

/** What can be asked for and not found; a stranger to the project gets the same answer as for what isn't there. */
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
  | 'message';

export function notFound(noun: Noun): Failure {
  return failure('not-found', `There is no such ${noun}.`);
}

export const adminOnly = failure('forbidden', 'Only an admin of the project may do this.');

/**
 * Refuses who is no member (as `not-found`, so that it doesn't leak what exists) and, where `role` is ADMIN, who is
 * no admin. Null = may. `noun` is the thing that was asked for.
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

/** The same for what people write: its author may, and an admin. */
export async function refuseUnlessOwn(
  context: Pick<CommandContext, 'tx' | 'actor'>,
  projectId: string,
  author: string,
  noun: Noun,
): Promise<Failure | null> {
  const refusal = await refuse(context, projectId, author === context.actor.id ? 'MEMBER' : 'ADMIN', noun);
  return refusal === adminOnly
    ? failure('forbidden', 'Only who wrote it, or an admin of the project, may do this.')
    : refusal;
}
