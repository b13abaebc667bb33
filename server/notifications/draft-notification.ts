import type { ActivityType } from '../../protocol/wire/activity.ts';
import type { ActivityDraft, Actor, CommandContext, NotificationDraft } from '../commands/handler.ts';
import { commentMoments, names, recipients } from './queries.ts';

type Tx = CommandContext['tx'];

/** A notification without what makes it one person's. `to` null: everyone in the project but the actor. */
export type BulkDraft = Omit<NotificationDraft, 'to'> & { to: string[] | null };

/** Members who are notified. `makers` created the cut or uploaded to it; `thread` wrote the comment or a reply to it. `uploader`
 * uploaded the file. */
type Audience = 'everyone' | 'makers' | 'thread' | 'uploader';

type Text = Pick<NotificationDraft, 'title' | 'message'>;

/** `actor` is the actor's name. */
type Rule = {
  type: NotificationDraft['type'];
  audience: Audience;
  text(activity: ActivityDraft, actor: string, read: Reader): Promise<Text>;
};

/** Reads what the text needs, in the transaction of the activity. */
type Reader = {
  cutName(): Promise<string>;
  projectName(): Promise<string>;
  /** Of the activity's comment, in seconds. */
  commentMoment(): Promise<number>;
};

/** The notification of each type of activity; null if the feed is enough. */
const rules: Record<ActivityType, Rule | null> = {
  comment_added: {
    type: 'comment_added',
    audience: 'makers',
    text: async ({ target }, actor, read) => ({
      title: `${actor} commented on “${await read.cutName()}”`,
      message: `${clockTime(await read.commentMoment())} ${target.name}`,
    }),
  },
  reply_added: {
    type: 'reply_added',
    audience: 'thread',
    text: async ({ target }, actor, read) => ({
      title: `${actor} replied on “${await read.cutName()}”`,
      message: target.name,
    }),
  },
  cut_created: {
    type: 'cut_created',
    audience: 'everyone',
    text: async ({ target }, actor, read) => ({
      title: `New song “${target.name}”`,
      message: `${actor} added it to “${await read.projectName()}”.`,
    }),
  },
  file_uploaded: {
    type: 'file_uploaded',
    audience: 'everyone',
    text: async ({ target, version }, actor, read) => ({
      title: version
        ? `${actor} bounced ${version.cutName} v${version.number}`
        : `${actor} added “${target.name}” to “${await read.cutName()}”`,
      message: version?.note ?? `In “${await read.projectName()}”.`,
    }),
  },
  stems_added: {
    type: 'file_uploaded',
    audience: 'everyone',
    text: async ({ target }, actor, read) => ({
      title: `${actor} added stems to “${target.name}”`,
      message: `In “${await read.projectName()}”.`,
    }),
  },
  member_joined: {
    type: 'member_joined',
    audience: 'everyone',
    text: async (_activity, actor, read) => ({
      title: `${actor} joined “${await read.projectName()}”`,
      message: `${actor} accepted the invitation.`,
    }),
  },
  file_approved: {
    type: 'file_approved',
    audience: 'uploader',
    text: async (activity, actor, read) => ({
      title: `${actor} approved ${versionName(activity, await read.cutName())}`,
      message: activity.target.name,
    }),
  },
  file_noted: {
    type: 'file_noted',
    audience: 'everyone',
    text: async (activity, actor, read) => ({
      title: `${actor} wrote a note on ${versionName(activity, await read.cutName())}`,
      message: activity.version?.note ?? activity.target.name,
    }),
  },
  cut_deleted: null,
  cut_restored: null,
  cut_moved: null,
  cut_merged: null,
  cut_split: null,
  file_moved: null,
  vibe_created: null,
  vibe_deleted: null,
  vibe_restored: null,
  member_left: null,
  role_changed: null,
  owner_changed: null,
};

/** The notification of an activity and its recipients; null if nobody needs one. `to` null: everyone, who are more than `most`. */
export async function draftNotification(
  tx: Tx,
  actor: Actor,
  activity: ActivityDraft,
  most: number,
): Promise<BulkDraft | null> {
  const rule = rules[activity.type];
  if (!rule) return null;
  const to =
    rule.audience === 'everyone'
      ? await readEveryone(tx, actor, activity.projectId, most)
      : await readRecipients(tx, actor, rule.audience, activity);
  if (to?.length === 0) return null;
  const { type } = rule;
  const { link, version } = activity;
  const { id, name, avatarUrl } = actor;
  const read = readerOf(tx, activity);
  return {
    ...{ to, type, link },
    ...(await rule.text(activity, actor.name, read)),
    ...{ actor: { id, name, avatarUrl }, projectName: await read.projectName() },
    ...(link.cutId !== undefined && { cutName: await read.cutName() }),
    ...(version && { versionNumber: version.number }),
  };
}

/** Only members, because people who left must hear nothing more; never the actor. */
async function readRecipients(
  tx: Tx,
  actor: Actor,
  audience: Exclude<Audience, 'everyone'>,
  { projectId, link: { cutId = '', fileId = '', commentId = '' } }: ActivityDraft,
): Promise<string[]> {
  const { rows } = await recipients[audience](tx, { projectId, actorId: actor.id, cutId, fileId, commentId });
  return rows.map(({ userId }) => userId);
}

/** All members but the actor; null if they are more than `most`. */
export async function readEveryone(
  tx: Tx,
  actor: Pick<Actor, 'id'>,
  projectId: string,
  most: number,
): Promise<string[] | null> {
  const { rows } = await recipients.everyone(tx, { projectId, actorId: actor.id, most: most + 1 });
  return rows.length > most ? null : rows.map(({ userId }) => userId);
}

function readerOf(tx: Tx, { projectId, link: { cutId = '', commentId = '' } }: ActivityDraft): Reader {
  const nameOf = async (table: 'project' | 'cut', id: string) =>
    (await names[table](tx, { id })).rows[0]?.name ?? '';
  let cutName: Promise<string> | undefined;
  return {
    cutName() {
      cutName ??= nameOf('cut', cutId);
      return cutName;
    },
    projectName: () => nameOf('project', projectId),
    commentMoment: async () => (await commentMoments(tx, { id: commentId })).rows[0]?.timestamp ?? 0,
  };
}

const versionName = ({ version }: ActivityDraft, cutName: string) =>
  version === undefined ? `a file of ${cutName}` : `${cutName} v${version.number}`;

/** `1:03` or `1:02:03`: whole seconds, as a player shows them. */
function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
