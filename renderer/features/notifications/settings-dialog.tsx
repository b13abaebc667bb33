import { useQueryClient } from '@tanstack/react-query';
import type { AccountSettings } from '../../../protocol/ipc/settings.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { settingsText } from '../../text/notifications.ts';
import { Modal } from '../../ui/dialog.tsx';
import { SwitchField } from '../../ui/field.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BlockedSettings } from '../blocks/port.tsx';
import { ConnectedAccounts } from '../identity/port.tsx';
import { About } from '../licences/port.tsx';
import { OwnAccount } from '../own-account/port.tsx';
import { SoundSettings } from '../pins/port.tsx';
import { SecondFactorSettings } from '../second-factor/port.tsx';
import { SessionSettings } from '../sessions/port.tsx';
import { AlertSetting } from './alert-setting.tsx';
import { LevelSettings } from './level-settings.tsx';
import { notificationKeys, useSettings } from './notification-queries.ts';
import { QuietHoursSetting } from './quiet-hours-setting.tsx';
import { ThemeSetting } from './theme-setting.tsx';

/** Settings of this computer and of the account. Each takes effect at once. */
export function Settings({ onClose }: { onClose: () => void }) {
  const settings = useSettings();
  const change = useChangeSettings();
  const { keepsSounds } = useSession().facts.capabilities;
  return (
    <Modal title={settingsText.title} onClose={onClose}>
      {settings.isPending ? (
        <Skeleton rows={3} label={settingsText.loading} />
      ) : settings.error ? (
        <ErrorLine>{settings.error.message}</ErrorLine>
      ) : (
        <ScrollRegion label={settingsText.all} className="flex flex-col gap-3 *:shrink-0">
          <ThemeSetting />
          <SwitchField
            label={settingsText.quietMode}
            hint={settingsText.quietModeHint}
            checked={settings.data.isQuiet}
            onChecked={(isQuiet) => void change({ isQuiet })}
          />
          <AlertSetting />
          <QuietHoursSetting />
          <LevelSettings />
          {keepsSounds && <SoundSettings />}
          <OwnAccount />
          <SecondFactorSettings />
          <ConnectedAccounts />
          <SessionSettings />
          <BlockedSettings />
          <About />
        </ScrollRegion>
      )}
    </Modal>
  );
}

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
