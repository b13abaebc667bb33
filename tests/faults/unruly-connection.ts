import { connect, type Socket } from 'node:net';

/** Trouble of an open connection. Each lasts until it heals; `up` is towards the server. */
export type Fault =
  /** Both ends are reset. */
  | { kind: 'cut' }
  /** The same, after that many more bytes in one direction: in the middle of a request, an answer or a frame. */
  | { kind: 'cut-after'; direction: Direction; bytes: number }
  /** One end sees that the other has ended; the other direction continues. */
  | { kind: 'half-close'; end: 'client' | 'server' }
  /** Nothing passes in that direction, silently, not even an end. Held bytes continue when it heals. */
  | { kind: 'stall'; direction: Direction | 'both' }
  /** Nothing passes in either direction; both ends believe in the connection until it heals, and are reset then. */
  | { kind: 'vanish' }
  | { kind: 'slow'; bytesPerSecond: number }
  /** Each piece is held for as long as `delay` says, in milliseconds, and never overtakes the one before. */
  | { kind: 'jitter'; delay: () => number };

export type Direction = 'up' | 'down';

/** One connection through the proxy. */
export type UnrulyConnection = {
  strike(fault: Fault): void;
  heal(): void;
  reset(): void;
};

export type ConnectionEvents = {
  /** Bytes that were read from the end that sends them. */
  passed(direction: Direction, piece: Buffer): void;
  closed(): void;
};

const slowPieceMilliseconds = 20;

/** Carries bytes between a client and the server, until it meets trouble. */
export function openUnrulyConnection(
  client: Socket,
  targetPort: number,
  events: ConnectionEvents,
): UnrulyConnection {
  const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
  const held = new Set<Direction>();
  let bytesPerSecond: number | null = null;
  let delay: (() => number) | null = null;
  let cutAfter: { direction: Direction; bytes: number } | null = null;
  let hasVanished = false;
  /** One end died while the other could not see it. */
  let isResetLater = false;
  let isOver = false;

  const pumps = { up: pump('up', client, target), down: pump('down', target, client) };
  for (const [socket, direction] of [
    [client, 'up'],
    [target, 'down'],
  ] as const) {
    socket.on('error', () => undefined);
    socket.on('close', (hadError) => {
      const isInOrder = !hadError && socket.readableEnded && socket.writableFinished;
      if (isInOrder && client.destroyed && target.destroyed) finish();
      else if (isInOrder) return;
      else if (hasVanished || held.has(direction)) isResetLater = true;
      else reset();
    });
  }

  function pump(direction: Direction, from: Socket, to: Socket) {
    const arriving: Buffer[] = [];
    const queue: Buffer[] = [];
    let isWriting = false;
    let hasEnded = false;

    function next(): void {
      if (isWriting || isOver || hasVanished || held.has(direction)) return;
      const piece = queue.shift();
      if (!piece) {
        if (hasEnded && arriving.length === 0) to.end();
        else from.resume();
        return;
      }
      const allowed = cutAfter?.direction === direction ? cutAfter.bytes : Number.POSITIVE_INFINITY;
      const rate = bytesPerSecond ?? Number.POSITIVE_INFINITY;
      const most = Math.min(allowed, Math.max(1, Math.ceil((rate * slowPieceMilliseconds) / 1000)));
      const now = piece.subarray(0, most);
      if (now.length < piece.length) queue.unshift(piece.subarray(now.length));
      if (cutAfter && allowed !== Number.POSITIVE_INFINITY) {
        cutAfter = { direction, bytes: allowed - now.length };
      }
      isWriting = true;
      const written = () => {
        isWriting = false;
        if (cutAfter?.bytes === 0) reset();
        else next();
      };
      to.write(now, () => {
        if (rate === Number.POSITIVE_INFINITY) written();
        else setTimeout(written, (now.length / rate) * 1000);
      });
    }

    let lastAt = 0;
    from.on('data', (piece: Buffer) => {
      events.passed(direction, piece);
      const now = performance.now();
      lastAt = Math.max(lastAt, now + (delay?.() ?? 0));
      arriving.push(piece);
      if (lastAt <= now) return arrive();
      setTimeout(arrive, lastAt - now);
    });
    /** Timers of almost the same moment may fire in any order; pieces must not. */
    function arrive(): void {
      const piece = arriving.shift();
      if (!piece) return;
      from.pause();
      queue.push(piece);
      next();
    }
    from.on('end', () => {
      hasEnded = true;
      next();
    });
    return { next };
  }

  function finish(): void {
    if (isOver) return;
    isOver = true;
    events.closed();
  }

  function reset(): void {
    client.resetAndDestroy();
    target.resetAndDestroy();
    finish();
  }

  return {
    reset,
    strike(fault) {
      if (isOver) return;
      switch (fault.kind) {
        case 'cut':
          return reset();
        case 'cut-after':
          cutAfter = fault;
          return fault.bytes === 0 ? reset() : undefined;
        case 'half-close':
          (fault.end === 'client' ? client : target).end();
          return;
        case 'stall':
          for (const way of ['up', 'down'] as const) {
            if (fault.direction === 'both' || fault.direction === way) held.add(way);
          }
          return;
        case 'vanish':
          hasVanished = true;
          return;
        case 'slow':
          bytesPerSecond = fault.bytesPerSecond;
          return;
        case 'jitter':
          delay = fault.delay;
      }
    },
    heal() {
      if (isOver) return;
      if (hasVanished || isResetLater) return reset();
      held.clear();
      bytesPerSecond = null;
      delay = null;
      cutAfter = null;
      pumps.up.next();
      pumps.down.next();
    },
  };
}
