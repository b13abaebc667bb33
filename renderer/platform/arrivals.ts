import type { RealtimeEvent } from '../../protocol/ipc/pushes.ts';

/** Cuts that others have added or changed and the user hasn't looked at yet: cut id → project id. */
export type Arrivals = ReadonlyMap<string, string>;

/** Adds new cuts and versions of others. The user's own are not news. */
export function noteArrival(arrivals: Arrivals, event: RealtimeEvent, myId: string): Arrivals {
  switch (event.name) {
    case 'cut:created':
      return event.payload.createdBy.id === myId
        ? arrivals
        : new Map(arrivals).set(event.payload.id, event.payload.projectId);
    case 'file:uploaded':
      return event.payload.uploadedBy.id === myId
        ? arrivals
        : new Map(arrivals).set(event.payload.cutId, event.payload.projectId);
    case 'cut:deleted':
      return markSeen(arrivals, event.payload.cutId);
    case 'cut:merged': {
      const { cutId, intoCutId } = event.payload;
      const projectId = arrivals.get(cutId);
      return projectId === undefined
        ? arrivals
        : new Map(markSeen(arrivals, cutId)).set(intoCutId, projectId);
    }
    case 'project:deleted':
    case 'project:left': {
      const { projectId } = event.payload;
      const kept = [...arrivals].filter(([, project]) => project !== projectId);
      return kept.length === arrivals.size ? arrivals : new Map(kept);
    }
    default:
      return arrivals;
  }
}

export function markSeen(arrivals: Arrivals, cutId: string): Arrivals {
  if (!arrivals.has(cutId)) return arrivals;
  const rest = new Map(arrivals);
  rest.delete(cutId);
  return rest;
}

export function countArrivals(arrivals: Arrivals, projectId: string): number {
  let amount = 0;
  for (const project of arrivals.values()) if (project === projectId) amount += 1;
  return amount;
}
