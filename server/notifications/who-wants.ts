import type { AttentionLevel } from '../../protocol/wire/attention.ts';
import type { NotificationType } from '../../protocol/wire/notification.ts';
import type { CommandContext, NotificationDraft } from '../commands/handler.ts';
import { prepared } from '../db/prepared.ts';

/** The lowest level at which each type notifies. Invitations and roles notify at every level. */
const levels: Record<NotificationType, AttentionLevel> = {
  mentioned: 'mentions',
  cut_created: 'mentions',
  file_uploaded: 'mentions',
  file_approved: 'mentions',
  file_noted: 'mentions',
  comment_added: 'everything',
  reply_added: 'everything',
  member_joined: 'everything',
  invited: 'nothing',
  role_changed: 'nothing',
};

const order: readonly AttentionLevel[] = ['nothing', 'mentions', 'everything'];

const findLevels = prepared((db, { projectId }: { projectId: string }) =>
  db
    .selectFrom('member')
    .select(['userId', 'level'])
    .where('projectId', '=', projectId)
    .where('level', 'is not', null),
);

/** Whether somebody with this level wants to hear of this type. */
export function wants(level: AttentionLevel | null | undefined, type: NotificationType): boolean {
  return order.indexOf(level ?? 'everything') >= order.indexOf(levels[type]);
}

/** Those of the recipients who want to hear of this type in its project. */
export async function whoWants(
  tx: CommandContext['tx'],
  { type, link }: Pick<NotificationDraft, 'type' | 'link'>,
  to: readonly string[],
): Promise<string[]> {
  const chosen = (await findLevels(tx, { projectId: link.projectId })).rows;
  const levelOf = new Map(chosen.map(({ userId, level }) => [userId, level]));
  return to.filter((userId) => wants(levelOf.get(userId), type));
}
