import { burstPredicate } from '../../../common/news-sentence.ts';
import type { Absence } from '../../../protocol/ipc/settings.ts';
import type { Activity } from '../../../protocol/wire/activity.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import type { Route } from '../../platform/route.ts';
import { digestText } from '../../text/digest.ts';

/** A piece of the summary, and where it leads. */
export type DigestPart = { key: string; text: string; to: Route };

/** Everything that somebody missed in one project. */
export type Missed = {
  projectId: string;
  activities: readonly Activity[];
  /** Their comments that were made meanwhile. */
  commentIds: ReadonlySet<string>;
  /** Unread mentions, of which some are in the room. */
  mentions: readonly Notification[];
};

/** More people than that are only counted. */
const mostNamed = 3;

/** Everything that others did during an absence, by project, the busiest first. News that was read elsewhere is left out. */
export function missedByProject(
  activities: readonly Activity[],
  notifications: readonly Notification[],
  { from, until }: Absence,
  myId: string,
): Missed[] {
  const byProject = new Map<string, Activity[]>();
  for (const activity of activities) {
    if (activity.actor.id === myId) continue;
    const known = byProject.get(activity.projectId) ?? [];
    byProject.set(activity.projectId, [...known, activity]);
  }
  const isMissed = ({ type, isRead, createdAt }: Notification) =>
    type === 'mentioned' && !isRead && Date.parse(createdAt) > from && Date.parse(createdAt) <= until;
  const mentions = notifications.filter(isMissed);
  for (const { link } of mentions) {
    if (!byProject.has(link.projectId)) byProject.set(link.projectId, []);
  }
  return [...byProject]
    .map(([projectId, list]) => ({
      projectId,
      activities: list,
      commentIds: new Set(
        list.flatMap(({ type, link }) =>
          type === 'comment_added' && link.commentId ? [link.commentId] : [],
        ),
      ),
      mentions: mentions.filter(({ link }) => link.projectId === projectId),
    }))
    .sort((a, b) => b.activities.length - a.activities.length);
}

/** `openIds`: the comments that are still open points. */
export function digestParts(missed: Missed, openIds: ReadonlySet<string>): DigestPart[] {
  const { projectId, activities, commentIds, mentions } = missed;
  const open = [...commentIds].filter((id) => openIds.has(id));
  const asked = mentions.filter(({ link }) => link.commentId !== undefined).length;
  const inRoom = mentions.length - asked;
  const points: Route = { name: 'project', projectId, cutId: null, points: true };
  const room: Route = { name: 'project', projectId, cutId: null, room: { messageId: null } };
  const joined = activities.filter(({ type }) => type === 'member_joined');
  return [
    ...byPeople(missed, 'bounces', ({ type, version }) => type === 'file_uploaded' && version !== undefined),
    ...byPeople(
      missed,
      'approvals',
      ({ type, version }) => type === 'file_approved' && version !== undefined,
    ),
    ...(open.length > 0
      ? [{ key: 'points', text: digestText.openPoints(open.length, asked), to: points }]
      : []),
    ...(inRoom > 0 ? [{ key: 'room', text: digestText.inRoom(inRoom), to: room }] : []),
    ...(joined.length > 0
      ? [
          {
            key: 'joined',
            text: digestText.joined(joined.map(({ target }) => target.name)),
            to: { name: 'project', projectId, cutId: null } as const,
          },
        ]
      : []),
  ];
}

/** One part for each of a few people, or one for all. */
function byPeople(
  { activities, projectId }: Missed,
  kind: 'bounces' | 'approvals',
  isMeant: (activity: Activity) => boolean,
): DigestPart[] {
  const meant = activities.filter(isMeant);
  const people = Map.groupBy(meant, ({ actor }) => actor.id);
  const groups = people.size > mostNamed ? [meant] : [...people.values()];
  return groups.map((group) => {
    const [newest] = group;
    const songs = new Map(group.map(({ link, version }) => [link.cutId ?? '', version?.cutName ?? '']));
    const [cutId] = songs.keys();
    const who = people.size > mostNamed ? digestText.people(people.size) : (newest?.actor.name ?? '');
    const only = group.length === 1 ? newest?.version : undefined;
    const did = only
      ? digestText.one[kind](only.cutName, only.number)
      : burstPredicate(kind, group.length, [...songs.values()]);
    const to: Route =
      songs.size === 1 && cutId
        ? {
            ...{ name: 'project', projectId, cutId },
            ...(only && newest?.link.fileId !== undefined && { fileId: newest.link.fileId }),
          }
        : { name: 'project', projectId, cutId: null };
    return { key: `${kind} ${newest?.actor.id}`, text: `${who} ${did}`, to };
  });
}
