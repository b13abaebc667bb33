import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import { readPeaks } from './read-media.ts';

const keyOf = (fileId: string) => ['peaks', fileId] as const;

/** A delay in milliseconds, so that rows that only scroll past are never requested. */
const settleTime = 60;

/**
 * The waveform of a file, at most 8 kB, kept while the window is open. Asks again automatically while the server is still
 * computing it. `fileId` null: reads nothing.
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

/** Reads a waveform again when the server announces it. */
export function followPeaks(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('realtime.event', (event) => {
      if (event.name === 'file:peaks')
        void client.invalidateQueries({ queryKey: keyOf(event.payload.fileId) });
    }),
  ];
}
