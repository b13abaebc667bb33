import { useQueryClient } from '@tanstack/react-query';
import type { AccountSettings } from '../../../protocol/ipc/settings.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useProjects } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { settingsText } from '../../text/notifications.ts';
import { Modal } from '../../ui/dialog.tsx';
import { SwitchField } from '../../ui/field.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SoundSettings } from '../pins/port.tsx';
import { AlertSetting } from './alert-setting.tsx';
import { withMuted } from './notification-facts.ts';
import { notificationKeys, useSettings } from './notification-queries.ts';
import { ThemeSetting } from './theme-setting.tsx';

/** Settings for this computer. Each switch takes effect at once. */
export function Settings({ onClose }: { onClose: () => void }) {
  const settings = useSettings();
  const projects = useProjects().data ?? [];
  const change = useChangeSettings();
  const { keepsSounds } = useSession().facts.capabilities;
  return (
    <Modal
      title={settingsText.title}
      description={keepsSounds ? settingsText.descriptionWithStorage : settingsText.description}
      onClose={onClose}
    >
      {settings.isPending ? (
        <Skeleton rows={3} label={settingsText.loading} />
      ) : settings.error ? (
        <ErrorLine>{settings.error.message}</ErrorLine>
      ) : (
        <ScrollRegion label={settingsText.all} className="flex flex-col gap-3">
          <ThemeSetting />
          <SwitchField
            label={settingsText.quietMode}
            hint={settingsText.quietModeHint}
            checked={settings.data.isQuiet}
            onChecked={(isQuiet) => void change({ isQuiet })}
          />
          <AlertSetting />
          {projects.length > 0 && (
            <fieldset className="min-w-0">
              <legend className="px-2 pb-1 text-meta font-semibold text-faint">
                {settingsText.projects}
              </legend>
              {projects.map(({ id, name }) => (
                <SwitchField
                  key={id}
                  label={name}
                  checked={!settings.data.mutedProjectIds.includes(id)}
                  onChecked={(isNotified) =>
                    void change({
                      mutedProjectIds: withMuted(settings.data.mutedProjectIds, id, !isNotified),
                    })
                  }
                />
              ))}
            </fieldset>
          )}
          {keepsSounds && <SoundSettings />}
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
