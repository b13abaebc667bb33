import { changedMessage } from '../../../protocol/state/room-state.ts';
import type { LoggedEventPayload } from '../../../protocol/wire/event.ts';
import type { Room, RoomMessage } from '../../../protocol/wire/room-message.ts';

/** The messages of a room that are on this page, oldest first: its newest ones (`room`) and those `before` them. */
export type RoomWindow = {
  before: readonly RoomMessage[];
  room: Room | undefined;
  hasEarlier: boolean;
};

export const openRoom = (room: Room | undefined): RoomWindow => ({
  before: [],
  room,
  hasEarlier: room?.hasEarlier ?? false,
});

/**
 * The same window once the newest messages are these: those they have pushed out stay above. If messages between them may
 * be missing, the window begins again.
 */
export function advanceRoom(known: RoomWindow, room: Room | undefined): RoomWindow {
  if (known.room === room) return known;
  const [first] = room?.messages ?? [];
  const all = allMessages(known);
  const index = all.findIndex(({ id }) => id === first?.id);
  if (index < 0) return openRoom(room);
  const isWhole = index === 0 && room?.hasEarlier === false;
  return { before: all.slice(0, index), room, hasEarlier: isWhole ? false : hasMore(known, room, index) };
}

function hasMore(known: RoomWindow, room: Room | undefined, kept: number): boolean {
  return kept > 0 ? known.hasEarlier : known.hasEarlier || (room?.hasEarlier ?? false);
}

/** The window with a page before its first message. */
export function withEarlier(
  known: RoomWindow,
  page: { messages: readonly RoomMessage[]; hasEarlier: boolean },
  asked: string,
): RoomWindow {
  // The window may have begun again since.
  if (allMessages(known)[0]?.id !== asked) return known;
  return { ...known, before: [...page.messages, ...known.before], hasEarlier: page.hasEarlier };
}

/** The window with a change of a message that is not among the newest ones, which the project has. */
export function withChange(known: RoomWindow, event: LoggedEventPayload<'room:updated'>): RoomWindow {
  return { ...known, before: known.before.map((message) => changedMessage(message, event)) };
}

export function allMessages({ before, room }: RoomWindow): readonly RoomMessage[] {
  return [...before, ...(room?.messages ?? [])];
}
