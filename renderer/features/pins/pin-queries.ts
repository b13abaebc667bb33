import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import type { Pin } from '../../../protocol/ipc/media.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read, readLatest } from '../../bridge/read.ts';
import { useSession } from '../../platform/session-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { pinsText } from '../../text/pins.ts';
import { useSay } from '../../ui/messages.tsx';

const pinKeys = { pins: ['pins'] as const, usage: ['cache-usage'] as const };

export function followPins(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('pins.changed', (pins) => {
      client.setQueryData(pinKeys.pins, pins);
      void client.invalidateQueries({ queryKey: pinKeys.usage });
    }),
  ];
}

/** The cuts and projects kept offline; null in a browser, which can't keep audio, and while loading. */
export function usePins(): readonly Pin[] | null {
  const bridge = useBridge();
  const { keepsSounds } = useSession().facts.capabilities;
  const pins = useQuery({
    queryKey: pinKeys.pins,
    queryFn: () => readLatest(bridge, 'pins.changed', () => read(bridge, 'media.pins', null)),
    enabled: keepsSounds,
  });
  return pins.data ?? null;
}

/** The disk space that audio uses. Reloaded whenever it is shown. */
export function useCacheUsage() {
  const bridge = useBridge();
  return useQuery({
    queryKey: pinKeys.usage,
    queryFn: () => read(bridge, 'media.cacheUsage', null),
    staleTime: 0,
  });
}

/** Keeps the audio of a project or cut on this computer, or allows its removal. */
export function usePin(): (kind: Pin['kind'], id: string, isPinned: boolean) => void {
  const bridge = useBridge();
  const say = useSay();
  return (kind, id, isPinned) =>
    void bridge.invoke('media.pin', { kind, id, isPinned }).then((answer) => {
      if (!answer.ok) say.failed(pinsText.changeFailed, failureSentence(answer));
    });
}
