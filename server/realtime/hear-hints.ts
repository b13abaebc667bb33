import type { SocketChange } from '../commands/handler.ts';
import type { SharedDelivery } from '../nodes/shared-delivery.ts';
import type { SharedRoster } from '../nodes/shared-roster.ts';
import type { Sharing } from '../nodes/sharing.ts';
import type { TypingNews } from './typing-devices.ts';

/** Acts on the hints of other nodes. When some may have been lost, everything is compared with the database. */
export function hearHints(parts: {
  sharing: Sharing;
  delivery: SharedDelivery;
  roster: SharedRoster;
  /** Carries out changes of membership, besides those of rooms. */
  follow(changes: readonly SocketChange[]): void;
  /** Sends an event to a room of this node, or with null to all of its sockets. */
  emit(room: string | null, name: string, payload: unknown): void;
  type(node: string, news: TypingNews): void;
  endSession(sessionId: string): void;
  /** Compares sessions and memberships of the sockets here with the database. */
  check(): void;
}): void {
  const { delivery, roster } = parts;
  const { bus, nodes } = parts.sharing;

  bus.onHint(({ from, hint }) => {
    switch (hint.kind) {
      case 'committed':
        delivery.heard(hint);
        return parts.follow(hint.changes);
      case 'moment':
        return parts.emit(hint.room, hint.name, hint.payload);
      case 'presence':
        return roster.heard(hint.userIds);
      case 'typing': {
        const { kind: _kind, ...news } = hint;
        return parts.type(from, news);
      }
      case 'session-ended':
        return parts.endSession(hint.sessionId);
    }
  });

  function compareAll(): void {
    // In the log's order first: members of a deleted project must hear that it is deleted before they leave its room.
    void delivery.compare().then(parts.check);
    roster.compare();
  }
  // Nobody tells a node that starts who is online on the others.
  bus.onOpen(roster.compare);
  bus.onReconnect(compareAll);
  nodes.onLapse(compareAll);
  nodes.onReturn(() => {
    roster.restore();
    compareAll();
  });
}
