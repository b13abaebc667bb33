import type { Clock } from '../../common/clock.ts';

/** Finds out whether a connection hears what is sent by NOTIFY. */
export type HearingProof = {
  /** False if the connection lives and hears nothing. Rejects if it is dead. */
  isHearing(connection: { query(text: string): Promise<unknown> }): Promise<boolean>;
  /** A proof of this number came back. */
  heard(proof: number): void;
  stop(): void;
};

/**
 * Another connection sends a NOTIFY that must arrive here. Behind a PgBouncer whose connections change with each transaction
 * everything works except that; one that the listening connection itself sends may come back even there.
 */
export function createHearingProof(parts: {
  timers: Clock;
  /** Sends the proof of this number by another connection. Left out where nobody listens: then nothing is proved. */
  send: ((proof: number) => Promise<unknown>) | undefined;
  /** Milliseconds that it has to arrive. */
  patience: number;
}): HearingProof {
  const { timers, send, patience } = parts;
  let latest = 0;
  let isHeard = false;
  let onHeard = () => {};
  let cancel = () => {};

  async function isSent(): Promise<boolean> {
    latest += 1;
    isHeard = false;
    try {
      await send?.(latest);
      return send !== undefined;
    } catch {
      // The database can't be reached at the moment, which says nothing about the connection that listens.
      return false;
    }
  }

  return {
    async isHearing(connection) {
      const wasSent = await isSent();
      if (wasSent && !isHeard) {
        await new Promise<void>((resolve) => {
          onHeard = resolve;
          cancel = timers.later(patience, resolve);
        });
        cancel();
      }
      // Whatever was sent before this answer arrives before it, also where this process has stood still.
      if (!isHeard) await connection.query('select 1');
      return isHeard || !wasSent;
    },
    heard(proof) {
      if (proof !== latest) return;
      isHeard = true;
      onHeard();
    },
    stop: () => cancel(),
  };
}
