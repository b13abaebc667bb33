import { Worker } from 'node:worker_threads';
import type { Waits } from '../helpers/waits.ts';

export type Measured = Waits & {
  /** Requests that were not answered 200. */
  failed: number;
};

/**
 * How long a person's requests take, one after the other, while `work` lasts, and at least ten of them. They are sent by a
 * thread of their own: a flood from the same thread would delay its own measurement.
 */
export async function probeDuring(
  url: string,
  cookie: string,
  work: () => Promise<unknown>,
): Promise<Measured> {
  const worker = new Worker(new URL('./probe-worker.ts', import.meta.url), { workerData: { url, cookie } });
  try {
    await message(worker);
    await work();
    worker.postMessage('stop');
    const { times, failed } = (await message(worker)) as { times: number[]; failed: number };
    const sorted = times.toSorted((one, other) => one - other);
    const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? 0);
    return { median: at(0.5), worst: at(1), count: sorted.length, failed };
  } finally {
    await worker.terminate();
  }
}

function message(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
