import type { Attention } from '../wire/attention.ts';
import type { NamedEvent } from '../wire/event.ts';

/** Nothing was ever set. */
export const noAttention: Attention = { projects: [], quietHours: null };

/** Applies an event of a person's own topic. Pure, total and idempotent. */
export function applyAttentionEvent(attention: Attention, event: NamedEvent): Attention {
  switch (event.name) {
    case 'attention:updated':
      return { ...attention, projects: [...without(attention, event.payload.projectId), event.payload] };
    case 'project:left':
      return attention.projects.some(({ projectId }) => projectId === event.payload.projectId)
        ? { ...attention, projects: without(attention, event.payload.projectId) }
        : attention;
    case 'quiet-hours:updated':
      return { ...attention, quietHours: event.payload.quietHours };
    case 'person:updated': {
      const { avatarUrl: _before, ...rest } = attention;
      const { avatarUrl } = event.payload;
      return { ...rest, ...(avatarUrl !== null && { avatarUrl }) };
    }
    default:
      return attention;
  }
}

function without({ projects }: Attention, projectId: string): Attention['projects'] {
  return projects.filter((one) => one.projectId !== projectId);
}
