import { type LoggedEvent, parseLoggedEvent } from '../../../protocol/wire/event.ts';
import { parseTopic } from '../../../protocol/wire/topic.ts';
import type { Made } from './orders.ts';

export type LogRow = { topic: string; seq: number; name: string; payload: string; at: string };

export function parseRow(row: LogRow): LoggedEvent {
  const event = parseLoggedEvent({ ...row, payload: JSON.parse(row.payload) });
  if ('unknown' in event) throw new Error(`The log has an event of an unknown name: ${event.name}`);
  return event;
}

/** The effect of a command, as a text that only commands with the same effect share. */
export function effectOf({ kind, payload }: Pick<Made, 'kind' | 'payload'>, userId: string): string {
  const { id, name, text, description, targetVibeId, vibeIds } = payload as Record<string, string>;
  switch (kind) {
    case 'cut.update':
    case 'vibe.update':
      return `${kind} ${id} ${name}`;
    case 'comment.update':
      return `${kind} ${id} ${text}`;
    case 'project.update':
      return `${kind} ${description}`;
    case 'cut.move':
      return `${kind} ${id} ${targetVibeId} by ${userId}`;
    case 'vibe.reorder':
      return `${kind} ${vibeIds}`;
    default:
      return `${kind} ${id}`;
  }
}

/** The effect that a row of the log shows; null for rows that accompany another. */
export function effectOfEvent({ topic, name, payload }: LoggedEvent): string | null {
  switch (name) {
    case 'vibe:created':
      return `vibe.create ${payload.id}`;
    case 'cut:created':
      return `cut.create ${payload.id}`;
    case 'comment:created':
      return `comment.create ${payload.id}`;
    case 'comment:reply':
      return `reply.create ${payload.id}`;
    case 'cut:updated':
      return `cut.update ${payload.cutId} ${payload.name}`;
    case 'vibe:updated':
      return `vibe.update ${payload.id} ${payload.name}`;
    case 'comment:updated':
      return `comment.update ${payload.commentId} ${payload.text}`;
    case 'project:updated':
      return `project.update ${payload.description}`;
    case 'comment:deleted':
      return `comment.delete ${payload.commentId}`;
    case 'reply:deleted':
      return `reply.delete ${payload.replyId}`;
    case 'vibes:reordered':
      return `vibe.reorder ${payload.vibeIds}`;
    case 'chat:message':
      // It is on both topics; the other person's is compared separately.
      return payload.sender.id === parseTopic(topic).id
        ? `message.send ${payload.id}`
        : `message.send ${payload.id} to ${topic}`;
    case 'notification:new':
      return `notice ${topic} ${payload.title} ${JSON.stringify(payload.link)}`;
    case 'activity:new': {
      const { type, target, link, actor } = payload;
      // A cut deleted with its vibe has no vibe to link to.
      if (type === 'cut_deleted') return link.vibeId === undefined ? null : `cut.delete ${target.id}`;
      if (type === 'vibe_deleted') return `vibe.delete ${target.id}`;
      return type === 'cut_moved' ? `cut.move ${target.id} ${link.vibeId} by ${actor.id}` : null;
    }
    default:
      return null;
  }
}
