import { queryOptions, useQueries } from '@tanstack/react-query';
import { stretchLoudness } from '../../../audio/loudness/stretch-loudness.ts';
import { loudnessAddress } from '../../../protocol/ipc/media-addresses.ts';
import { type LoudnessCurve, loudnessCurveSchema } from '../../../protocol/wire/loudness.ts';
import { failureOf, reach, retryAfter } from '../../bridge/reach.ts';
import type { Loop, Sides, Track } from '../player/port.ts';

type CurveAnswer =
  | { kind: 'ready'; curve: LoudnessCurve }
  | { kind: 'pending'; again: number }
  | { kind: 'none' };

/** Rejects with a `ReadFailure` if asking again may help. */
async function readCurve(fileId: string, signal: AbortSignal): Promise<CurveAnswer> {
  const response = await reach(loudnessAddress(fileId), { signal });
  if (response.status === 202) return { kind: 'pending', again: retryAfter(response) };
  if (response.status === 404) return { kind: 'none' };
  if (!response.ok) throw await failureOf(response);
  const { data } = loudnessCurveSchema.safeParse(await response.json());
  return data ? { kind: 'ready', curve: data } : { kind: 'none' };
}

const curveQuery = (fileId: string) =>
  queryOptions({
    queryKey: ['loudness-curve', fileId] as const,
    queryFn: ({ signal }) => readCurve(fileId, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data?.kind === 'pending' ? state.data.again : false),
  });

/** The integrated loudness of the loop on each side, in LUFS; null while it isn't known, and for silence. */
export function useLoopLoudness(tracks: Sides<Track>, loops: Sides<Loop | null>): Sides<number | null> {
  const isOn = loops.a !== null && loops.b !== null;
  const [a, b] = useQueries({
    queries: [tracks.a, tracks.b].map(({ fileId }) => ({ ...curveQuery(fileId), enabled: isOn })),
  });
  return { a: loudnessIn(a?.data, loops.a), b: loudnessIn(b?.data, loops.b) };
}

export function loudnessIn(answer: CurveAnswer | undefined, loop: Loop | null): number | null {
  return answer?.kind === 'ready' && loop ? stretchLoudness(answer.curve.curve, loop.from, loop.to) : null;
}

/** By how much B is louder than A in the loop; null if that isn't known. */
export function louderInLoop({ a, b }: Sides<number | null>): number | null {
  return a !== null && b !== null ? b - a : null;
}
