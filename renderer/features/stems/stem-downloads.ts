import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import type { StemsProgress } from '../../../protocol/ipc/stems.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { stemsText } from '../../text/stems.ts';
import { type Say, useSay } from '../../ui/messages.tsx';

/** The saving of a version's stems; null while there is none. */
type Saving = Pick<StemsProgress, 'received' | 'total'> | null;

const savingKey = (versionId: string) => ['saving-stems', versionId] as const;

function put(client: QueryClient, versionId: string, saving: Saving): void {
  client.setQueryData(savingKey(versionId), saving);
}

/** Saving goes on while its row is out of view, so its progress is kept beside what was read. */
export function followStemDownloads(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('stems.progress', ({ versionId, received, total }) => {
      // Without this page's own request there is nobody to end it.
      if (client.getQueryData(savingKey(versionId))) put(client, versionId, { received, total });
    }),
  ];
}

/** Saves the stems of a version, with the progress; `percent` is null until the first bytes have arrived. */
export function useStemDownload(versionId: string) {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();
  const { data: saving = null } = useQuery<Saving>({
    queryKey: savingKey(versionId),
    queryFn: () => null,
    initialData: null,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const save = useCallback(async () => {
    put(client, versionId, { received: 0, total: 0 });
    await saveStems(bridge, say, versionId);
    put(client, versionId, null);
  }, [bridge, client, say, versionId]);
  const cancel = useCallback(() => void bridge.invoke('stems.cancel', { versionId }), [bridge, versionId]);
  const percent = saving && saving.total > 0 ? Math.floor((100 * saving.received) / saving.total) : null;
  return { isSaving: saving !== null, percent, save, cancel };
}

async function saveStems(bridge: Bridge, say: Say, versionId: string): Promise<void> {
  const answer = await bridge.invoke('stems.save', { versionId });
  if (!answer.ok) return say.failed(stemsText.failed, failureSentence(answer));
  if (answer.data.kind !== 'saved') return;
  const onChoose = async () => {
    const shown = await bridge.invoke('stems.show', { versionId });
    if (!shown.ok) say.failed(stemsText.notShown, failureSentence(shown));
  };
  say.inform(stemsText.saved, {
    description: stemsText.savedAs(answer.data.name),
    action: { label: stemsText.show, onChoose: () => void onChoose() },
  });
}
