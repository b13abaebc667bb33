import { readCommand } from '../../commands/read-command.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { Attention, ProjectAttention } from '../../protocol/wire/attention.ts';
import type { Cache } from '../cache/cache.ts';
import type { Outbox } from './outbox.ts';
import type { ReadMark } from './read-marks.ts';

/** The attention as it is once the server has taken the pending commands. */
export function overlayAttention(
  attention: Attention,
  outbox: Pick<Outbox, 'listShown' | 'listMarks'>,
  cache: Pick<Cache, 'readProject'>,
): Attention {
  const chosen = outbox.listShown().reduce(applyChoice, attention);
  return outbox.listMarks().reduce((known, mark) => applyMark(known, mark, cache), chosen);
}

function applyChoice(attention: Attention, operation: PendingOperation): Attention {
  if (operation.state.kind === 'refused') return attention;
  const command = readCommand(operation);
  if (command?.kind === 'attention.setQuietHours') return { ...attention, ...command.payload };
  if (command?.kind === 'account.update') {
    const { avatarUrl: _before, ...rest } = attention;
    const { picture } = command.payload;
    return { ...rest, ...(picture !== null && { avatarUrl: picture }) };
  }
  if (command?.kind !== 'attention.setLevel' && command?.kind !== 'attention.setMail') return attention;
  const { projectId } = command.payload;
  const known = attentionOf(attention, projectId) ?? {
    ...{ projectId, level: 'everything' as const, unreadCount: 0, unreadMentions: 0 },
    roomReadUpTo: new Date(operation.createdAt).toISOString(),
  };
  return withProject(attention, { ...known, ...command.payload });
}

/** A mark on a message after which others wrote changes no count until the server has counted. */
function applyMark(attention: Attention, mark: ReadMark, cache: Pick<Cache, 'readProject'>): Attention {
  if (mark.kind !== 'room.read') return attention;
  const { projectId, upTo } = mark.payload;
  const known = attentionOf(attention, projectId);
  const last = cache.readProject(projectId)?.room?.messages.at(-1);
  if (!known || !last || (upTo !== undefined && upTo !== last.id)) return attention;
  return withProject(attention, {
    ...known,
    ...{ roomReadUpTo: last.createdAt, unreadCount: 0, unreadMentions: 0 },
  });
}

function attentionOf({ projects }: Attention, id: string): ProjectAttention | undefined {
  return projects.find(({ projectId }) => projectId === id);
}

function withProject(attention: Attention, changed: ProjectAttention): Attention {
  const others = attention.projects.filter(({ projectId }) => projectId !== changed.projectId);
  return { ...attention, projects: [...others, changed] };
}
