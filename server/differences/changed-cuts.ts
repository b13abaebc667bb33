import type { Commit } from '../commands/dispatcher.ts';

/** The cuts whose versions, or the order of them, changed in a commit. */
export function changedCuts({ events }: Commit): string[] {
  return events.flatMap(({ event }) => {
    switch (event.name) {
      case 'file:uploaded':
        return event.payload.type === 'CUT' ? [event.payload.cutId] : [];
      case 'file:restored':
        return [event.payload.file.cutId];
      case 'file:deleted':
      case 'files:reordered':
        return [event.payload.cutId];
      case 'file:moved':
        return [event.payload.fromCutId, event.payload.toCutId];
      case 'cut:merged':
        return [event.payload.intoCutId];
      case 'cut:restored':
        return [event.payload.id];
      case 'cut:split':
        return [event.payload.fromCutId, event.payload.cut.id];
      default:
        return [];
    }
  });
}
