import type { Activity } from '../../protocol/wire/activity.ts';
import type { ActivityDraft, Actor, CommandContext, NotificationDraft } from '../commands/handler.ts';

type Tx = CommandContext['tx'];
/**
 * Whom of the members an activity concerns: `makers` made the cut or uploaded to it, `voices` wrote in the thread.
 * Of what is not listed the feed is enough.
 */
const audiences = {
  comment_added: 'makers',
  reply_added: 'voices',
  cut_created: 'everyone',
  file_uploaded: 'everyone',
  member_joined: 'everyone',
} as const satisfies Partial<Record<Activity['type'], string>>;
type Noticeable = keyof typeof audiences;
type Words = Pick<NotificationDraft, 'title' | 'message'>;

/** What of an activity is worth telling people, and whom; null when no one but the feed needs to know. */
export async function noticeOf(
  tx: Tx,
  actor: Actor,
  activity: ActivityDraft,
): Promise<NotificationDraft | null> {
  const { type, link } = activity;
  if (!isNoticeable(type)) return null;
  const to = await readRecipients(tx, actor, type, activity);
  if (to.length === 0) return null;
  return { to, type, link, ...(await wordsOf(tx, actor, type, activity)) };
}

function isNoticeable(type: Activity['type']): type is Noticeable {
  return Object.hasOwn(audiences, type);
}

/** Only members, for whoever has left must hear no more; never the actor. */
async function readRecipients(
  tx: Tx,
  actor: Actor,
  type: Noticeable,
  { projectId, link: { cutId = '', commentId = '' } }: ActivityDraft,
): Promise<string[]> {
  const members = tx
    .selectFrom('member')
    .select('userId')
    .where('projectId', '=', projectId)
    .where('userId', '!=', actor.id);
  const makers = tx
    .selectFrom('cut')
    .select('createdBy as id')
    .where('id', '=', cutId)
    .union(tx.selectFrom('file').select('uploadedBy as id').where('cutId', '=', cutId));
  const voices = tx
    .selectFrom('comment')
    .select('createdBy as id')
    .where('id', '=', commentId)
    .union(tx.selectFrom('reply').select('createdBy as id').where('commentId', '=', commentId));
  const rows = await members
    .$if(audiences[type] === 'makers', (query) => query.where('userId', 'in', makers))
    .$if(audiences[type] === 'voices', (query) => query.where('userId', 'in', voices))
    .execute();
  return rows.map(({ userId }) => userId);
}

async function wordsOf(
  tx: Tx,
  { name: who }: Actor,
  type: Noticeable,
  { projectId, target, link: { cutId = '', commentId = '' } }: ActivityDraft,
): Promise<Words> {
  const nameOf = async (table: 'project' | 'cut', id: string) => {
    const row = await tx.selectFrom(table).select('name').where('id', '=', id).executeTakeFirstOrThrow();
    return row.name;
  };
  switch (type) {
    case 'comment_added': {
      const { timestamp } = await tx
        .selectFrom('comment')
        .select('timestamp')
        .where('id', '=', commentId)
        .executeTakeFirstOrThrow();
      return {
        title: `${who} commented on “${await nameOf('cut', cutId)}”`,
        message: `${clock(timestamp)} ${target.name}`,
      };
    }
    case 'reply_added':
      return { title: `${who} replied on “${await nameOf('cut', cutId)}”`, message: target.name };
    case 'cut_created':
      return {
        title: `New cut “${target.name}”`,
        message: `${who} added it to “${await nameOf('project', projectId)}”.`,
      };
    case 'file_uploaded':
      return {
        title: `New file in “${await nameOf('cut', cutId)}”`,
        message: `${who} uploaded “${target.name}”.`,
      };
    case 'member_joined':
      return {
        title: `${who} joined “${await nameOf('project', projectId)}”`,
        message: `${who} accepted the invitation.`,
      };
  }
}

/** `1:03` or `1:02:03`: whole seconds, as a player shows them. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
