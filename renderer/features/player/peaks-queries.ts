import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import { readPeaks } from './read-media.ts';

const keyOf = (fileId: string) => ['peaks', fileId] as const;

/** Rows that only rush by are not asked for: a wait in milliseconds, over before anyone misses a waveform. */
const settleTime = 60;

/**
 * The waveform of a file, kept for as long as the window is open (8 kB at most). While the server has none yet it is
 * asked for again by itself. Null: there is no file.
 */
export function usePeaks(fileId: string | null) {
  return useQuery({
    queryKey: keyOf(fileId ?? ''),
    enabled: fileId !== null,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, settleTime));
      signal.throwIfAborted();
      return readPeaks(fileId ?? '', signal);
    },
    refetchInterval: ({ state }) => (state.data?.kind === 'pending' ? state.data.again : false),
  });
}

/** Asks again for the waveform of which the server says that it is there. */
export function followPeaks(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('realtime.event', (event) => {
      if (event.name === 'file:peaks')
        void client.invalidateQueries({ queryKey: keyOf(event.payload.fileId) });
    }),
  ];
}
