import { createHash } from 'node:crypto';

/** The trace of a run, line by line. Equal runs have equal hashes. */
export type Trace = {
  write(line: string): void;
  hash(): string;
  /** The last lines. */
  tail(): string[];
};

export function createTrace(now: () => number, keptLines: number): Trace {
  const lines: string[] = [];
  let pending = '';
  const hash = createHash('sha256');
  return {
    write(text) {
      const line = `${(now() / 1000).toFixed(3).padStart(9)} ${text}`;
      pending += `${line}\n`;
      if (pending.length > 16_384) {
        hash.update(pending);
        pending = '';
      }
      lines.push(line);
      if (lines.length > 2 * keptLines) lines.splice(0, keptLines);
    },
    hash() {
      hash.update(pending);
      pending = '';
      return hash.copy().digest('hex');
    },
    tail: () => lines.slice(-keptLines),
  };
}
