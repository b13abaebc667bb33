import { type QueryClient, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { type Alignment, alignmentOf } from '../../../audio/difference/alignment.ts';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import { differenceAddress } from '../../../protocol/ipc/media-addresses.ts';
import { type Difference, differenceSchema } from '../../../protocol/wire/difference.ts';
import { failureOf, reach, retryAfter } from '../../bridge/reach.ts';

/** `pending`: the server is still comparing. `none`: the two can't be compared. */
export type DifferenceAnswer =
  | { kind: 'ready'; difference: Difference }
  | { kind: 'pending'; again: number }
  | { kind: 'none' };

/** Rejects with a `ReadFailure` if asking again may help. */
async function readDifference(fileId: string, to: string, signal: AbortSignal): Promise<DifferenceAnswer> {
  const response = await reach(differenceAddress(fileId, to), { signal });
  if (response.status === 202) return { kind: 'pending', again: retryAfter(response) };
  if (response.status === 404) return { kind: 'none' };
  if (!response.ok) throw await failureOf(response);
  const { data } = differenceSchema.safeParse(await response.json());
  // Asking again wouldn't make it readable.
  return data ? { kind: 'ready', difference: data } : { kind: 'none' };
}

const differenceQuery = (fileId: string, to: string) =>
  queryOptions({
    queryKey: ['difference', fileId, to] as const,
    queryFn: ({ signal }) => readDifference(fileId, to, signal),
    refetchInterval: ({ state }) => (state.data?.kind === 'pending' ? state.data.again : false),
  });

/** The changes from the version `to` to a version. Null for either: reads nothing. */
export function useDifference(fileId: string | null, to: string | null) {
  return useQuery({ ...differenceQuery(fileId ?? '', to ?? ''), enabled: fileId !== null && to !== null });
}

/** The known differences of a version from several others, by their ids. */
export function useDifferences(
  fileId: string | null,
  to: readonly string[],
): ReadonlyMap<string, DifferenceAnswer> {
  return useQueries({
    queries: fileId === null ? [] : to.map((id) => differenceQuery(fileId, id)),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, index): [string, DifferenceAnswer][] => {
          const id = to[index];
          return data && id !== undefined ? [[id, data]] : [];
        }),
      ),
  });
}

/** The same moments of two versions, if their difference was read; null otherwise. */
export function knownAlignment(client: QueryClient, older: string, newer: string): Alignment | null {
  const known = client.getQueryData(differenceQuery(newer, older).queryKey);
  return known?.kind === 'ready' ? alignmentOf(known.difference) : null;
}

/** Reads a pending difference when the server announces one of that file. */
export function followDifferences(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('realtime.event', (event) => {
      if (event.name !== 'file:compared') return;
      void client.invalidateQueries({
        queryKey: ['difference', event.payload.fileId],
        predicate: ({ state }) => (state.data as DifferenceAnswer | undefined)?.kind !== 'ready',
      });
    }),
  ];
}
