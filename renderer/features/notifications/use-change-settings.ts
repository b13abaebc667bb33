import { useQueryClient } from '@tanstack/react-query';
import type { AccountSettings } from '../../../protocol/ipc/settings.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { settingsText } from '../../text/notifications.ts';
import { useSay } from '../../ui/messages.tsx';
import { notificationKeys } from './notification-queries.ts';

/** Changes settings, on screen at once. Reverts the change and shows a message when it fails. */
export function useChangeSettings() {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();
  return async (changes: Partial<AccountSettings>) => {
    client.setQueryData(notificationKeys.settings, (known: AccountSettings | undefined) =>
      known ? { ...known, ...changes } : undefined,
    );
    const answer = await bridge.invoke('settings.update', changes);
    if (answer.ok) return;
    void client.invalidateQueries({ queryKey: notificationKeys.settings });
    say.failed(settingsText.saveFailed, failureSentence(answer));
  };
}
