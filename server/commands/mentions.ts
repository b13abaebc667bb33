import { mentionedIds } from '../../common/mentions.ts';
import type { Link } from '../../protocol/wire/activity.ts';
import { mostMentions } from '../../protocol/wire/comment.ts';
import { readMembers } from '../entities/member.ts';
import { excerptOf } from './excerpt.ts';
import type { CommandContext, NotificationDraft } from './handler.ts';

/** The members that a text names: those of `given` or, without it, those whose names follow an `@`. */
export async function readMentions(
  tx: CommandContext['tx'],
  projectId: string,
  text: string,
  given: readonly string[] | undefined,
): Promise<string[]> {
  // Most texts name nobody.
  if (given ? given.length === 0 : !text.includes('@')) return [];
  const people = (await readMembers(tx, projectId)).map(({ user }) => user);
  const known = new Set(people.map(({ id }) => id));
  const named = given ?? mentionedIds(text, people);
  return [...new Set(named)].filter((id) => known.has(id)).slice(0, mostMentions);
}

/** As the column holds them. */
export const mentionsColumn = (mentions: readonly string[]) =>
  mentions.length > 0 ? JSON.stringify(mentions) : null;

/** The notification of those that a text names, without its author. */
export function mentionNotifications(
  { actor }: Pick<CommandContext, 'actor'>,
  { mentions, text, place, link }: { mentions: readonly string[]; text: string; place: string; link: Link },
): NotificationDraft[] {
  const { id, name, avatarUrl } = actor;
  const to = mentions.filter((id) => id !== actor.id);
  if (to.length === 0) return [];
  const title = `${name} mentioned you on “${place}”`;
  const facts = { actor: { id, name, avatarUrl }, cutName: place };
  return [{ to, type: 'mentioned', title, message: excerptOf(text), link, ...facts }];
}
