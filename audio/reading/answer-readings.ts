import type { ReadableBytes } from '../bytes.ts';
import type { FromThread, Readers, ToThread } from './messages.ts';

/** The thread's end of `createReadingThreads`; a port of Node's fits. */
type Port = {
  on(event: 'message', listener: (message: ToThread) => void): unknown;
  postMessage(message: FromThread, transfer?: readonly ArrayBuffer[]): void;
};

/** Headers are read in small pieces, so more than asked for is fetched at once, in bytes. */
const windowBytes = 32 * 1024;

/** Runs readers in this thread. The other side reads their files for them. */
export function answerReadings(port: Port, readers: Readers): void {
  const waiting = new Map<number, (bytes: Uint8Array | null) => void>();

  function fetch(job: number, position: number, length: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      waiting.set(job, (bytes) => {
        waiting.delete(job);
        if (bytes) resolve(bytes);
        else reject(new Error('The bytes can’t be read.'));
      });
      port.postMessage({ kind: 'read', job, position, length });
    });
  }

  async function start({ job, reader, size, question }: ToThread & { kind: 'start' }): Promise<void> {
    const file = windowed(size, (position, length) => fetch(job, position, length));
    try {
      const answer = await readers[reader]?.(file, question);
      // Bytes that were made for this answer change hands instead of being copied.
      const transfer = answer instanceof Uint8Array ? [answer.buffer as ArrayBuffer] : [];
      port.postMessage({ kind: 'answer', job, answer }, transfer);
    } catch (error) {
      port.postMessage({ kind: 'failed', job, reason: String(error) });
    }
  }

  port.on('message', (message) => {
    if (message.kind === 'start') void start(message);
    else waiting.get(message.job)?.(message.bytes);
  });
  port.postMessage({ kind: 'ready' });
}

/** A file of which one window is kept. Reads follow each other. */
function windowed(
  size: number,
  fetch: (position: number, length: number) => Promise<Uint8Array>,
): ReadableBytes {
  let kept: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  let last: Promise<unknown> = Promise.resolve();

  async function read(position: number, length: number): Promise<Uint8Array> {
    const end = Math.min(position + length, size);
    if (!(position >= 0 && position < end)) return new Uint8Array(0);
    const isKept = position >= kept.start && end <= kept.start + kept.bytes.length;
    if (!isKept) {
      const wanted = Math.min(Math.max(length, windowBytes), size - position);
      kept = { start: position, bytes: await fetch(position, wanted) };
    }
    return kept.bytes.subarray(position - kept.start, end - kept.start);
  }

  return {
    size,
    read(position, length) {
      const reading = last.then(() => read(position, length));
      last = reading.catch(() => undefined);
      return reading;
    },
  };
}
