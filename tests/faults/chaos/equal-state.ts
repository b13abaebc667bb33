import { createHash } from 'node:crypto';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Report } from '../../fixtures/chaos-client/lines.ts';
import { request, type TestUser } from '../../helpers/server.ts';

/** Everything that a person should see of the band, without positions of reads. */
export type Sight = Record<'project' | 'comments' | 'conversations' | 'messages' | 'notifications', unknown>;

export function sightOf({ project, comments, conversations, messages, notifications }: Report): Sight {
  return { project, comments, conversations: conversations.map(chatOf), messages, notifications };
}

/** The same, read from the server itself by that person. */
export async function readSight(serverUrl: string, person: TestUser, projectId: string): Promise<Sight> {
  const read = async (path: string) => {
    const { status, body } = await request({ url: serverUrl }, 'GET', path, undefined, {
      cookie: person.cookie,
    });
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    return body;
  };
  const project: ProjectSnapshot = await read(`/api/projects/${projectId}`);
  const comments: Record<string, Comment[]> = {};
  for (const { id } of project.vibes.flatMap(({ cuts }) => cuts)) {
    comments[id] = await read(`/api/cuts/${id}/comments`);
  }
  const conversations: Conversation[] = await read('/api/chat/conversations');
  const messages: Record<string, unknown> = {};
  for (const { id } of conversations) {
    messages[id] = await read(`/api/chat/conversations/${id}/messages?limit=200`);
  }
  const notifications = await read('/api/notifications?limit=200');
  return { project, comments, conversations: conversations.map(chatOf), messages, notifications };
}

const chatOf = ({ id, unreadCount, lastMessage, readBy }: Conversation) => ({
  ...{ id, unreadCount, lastMessage, readBy },
});

/** The differences of the two, a line a part; none if their hashes are equal. */
export function differences(one: Sight, other: Sight, leftOut: readonly (keyof Sight)[] = []): string[] {
  return (Object.keys(one) as (keyof Sight)[])
    .filter((part) => !leftOut.includes(part))
    .filter((part) => hashOf(one[part]) !== hashOf(other[part]))
    .map((part) => firstDifference(one[part], other[part], part));
}

function firstDifference(one: unknown, other: unknown, path: string): string {
  if (!isNested(one) || !isNested(other)) return `${path}: ${brief(one)} instead of ${brief(other)}`;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  const key = [...keys].find((candidate) => hashOf(one[candidate]) !== hashOf(other[candidate])) ?? '';
  return firstDifference(one[key], other[key], `${path}.${key}`);
}

const isNested = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const brief = (value: unknown) => JSON.stringify(value)?.slice(0, 300) ?? 'nothing';

/** A hash of the value, independent of the order of keys. */
export function hashOf(value: unknown): string {
  const text = JSON.stringify(value ?? null, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
  return createHash('sha256').update(text).digest('hex');
}
