import { useEffect, useState } from 'react';
import { writtenKey } from '../../../protocol/ipc/to-daw.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';

/** How much of a version, or of its stems, has been written, in per cent; null unless it is being written. */
export function useWritten(fileId: string | null, part: 'version' | 'stems'): number | null {
  const bridge = useBridge();
  const [percent, setPercent] = useState<number | null>(null);
  useEffect(() => {
    if (fileId === null) return;
    return bridge.on('original.written', ({ key, written, total }) => {
      if (key !== writtenKey(fileId, part)) return;
      setPercent(written >= total ? null : Math.floor((100 * written) / total));
    });
  }, [bridge, fileId, part]);
  return percent;
}
