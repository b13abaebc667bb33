import { errorCode } from '../storage/disk.ts';
import type { Stores } from '../storage/open-stores.ts';
import type { Metrics } from './metrics.ts';

/** Codes of a source whose sender is gone: no fault of the store. */
const lostSource = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

/** The same stores, with their calls, their failures and the bytes of uploads counted. */
export function measuredStores({ blobs, parts }: Stores, metrics: Metrics): Stores {
  const counted = countCalls(parts, 'parts', metrics);
  return {
    blobs: countCalls(blobs, 'blobs', metrics),
    parts: {
      ...counted,
      async write(source, id, offset, maximumBytes) {
        const count = (end: number) => metrics.uploadedBytes.inc(Math.max(0, end - offset));
        const end = await counted.write(source, id, offset, maximumBytes);
        count(end === false ? maximumBytes : end);
        return end;
      },
    },
  };
}

function countCalls<Store extends object>(
  store: Store,
  name: string,
  { storageCalls, storageErrors }: Metrics,
): Store {
  const counted = Object.entries(store).map(([operation, call]) => {
    if (typeof call !== 'function') return [operation, call];
    const counting = (...values: unknown[]) => {
      const end = storageCalls.startTimer({ store: name, operation });
      const answer = call.apply(store, values);
      if (!(answer instanceof Promise)) return answer;
      return answer.finally(end).catch((error) => {
        if (!lostSource.has(errorCode(error) ?? '')) storageErrors.inc({ store: name, operation });
        throw error;
      });
    };
    return [operation, counting];
  });
  return Object.fromEntries(counted);
}
