import type { NamedEvent } from '../../protocol/wire/event.ts';

/** The cuts whose versions, or the order of them, these events changed. */
export function changedCuts(events: readonly { event: NamedEvent }[]): string[] {
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
