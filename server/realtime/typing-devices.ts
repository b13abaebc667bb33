import type { Clock } from '../../common/clock.ts';

/** Somebody types in a conversation on one node, or does so no more. */
export type TypingNews = { to: string; conversationId: string; userId: string; isTyping: boolean };

/** A node that doesn't repeat it within this time has stopped or is gone. Longer than the expiry of a socket's signal. */
const expiryMilliseconds = 8_000;

/** Puts the typing of one person on several nodes together: it ends when it has ended on all of them. */
export function createTypingDevices(parts: {
  clock: Clock;
  send(to: string, payload: Omit<TypingNews, 'to'>): void;
}): { hear(node: string, news: TypingNews): void; stop(): void } {
  const { clock, send } = parts;
  /** By conversation and person: the nodes, and how to cancel their expiry. */
  const typing = new Map<string, Map<string, () => void>>();

  function hear(node: string, { to, ...payload }: TypingNews): void {
    const key = `${payload.conversationId} ${payload.userId}`;
    const nodes = typing.get(key) ?? new Map<string, () => void>();
    nodes.get(node)?.();
    if (payload.isTyping) {
      const expire = () => hear(node, { to, ...payload, isTyping: false });
      nodes.set(node, clock.later(expiryMilliseconds, expire));
      typing.set(key, nodes);
      send(to, payload);
    } else if (nodes.delete(node) && nodes.size === 0) {
      typing.delete(key);
      send(to, payload);
    }
  }

  return {
    hear,
    stop() {
      for (const nodes of typing.values()) for (const cancel of nodes.values()) cancel();
      typing.clear();
    },
  };
}
