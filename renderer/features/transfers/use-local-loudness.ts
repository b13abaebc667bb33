import { useQuery } from '@tanstack/react-query';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import type { Loudness } from '../../../protocol/wire/file.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { useRecordingPause } from '../../platform/queries.ts';

/**
 * The loudness of a bounce that is still only on this computer; null for the others, and while it is unknown. A file on its
 * way isn't measured here: the server does it soon.
 */
export function useLocalLoudness({ id, state }: Transfer): Loudness | null {
  const bridge = useBridge();
  const isHeld = useRecordingPause() !== null;
  const staysHere = !isHeld && (state.kind === 'waiting' || state.kind === 'paused');
  const measured = useQuery({
    queryKey: ['transfer-loudness', id, state.kind],
    queryFn: () => read(bridge, 'transfers.measure', { id }),
    enabled: staysHere,
  });
  return staysHere && measured.data?.kind === 'measured' ? measured.data.loudness : null;
}
