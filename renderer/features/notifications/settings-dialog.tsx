import { useQueryClient } from '@tanstack/react-query';
import type { AccountSettings } from '../../../protocol/ipc/settings.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useProjects } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { Modal } from '../../ui/dialog.tsx';
import { SwitchField } from '../../ui/field.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SoundSettings } from '../pins/port.tsx';
import { AlertSetting } from './alert-setting.tsx';
import { notificationKeys, useSettings } from './notification-queries.ts';
import { withMuted } from './notification-words.ts';

/** What a person is told of on this machine. Each switch takes effect at once. */
export function Settings({ onClose }: { onClose: () => void }) {
  const settings = useSettings();
  const projects = useProjects().data ?? [];
  const change = useChangeSettings();
  const { keepsSounds } = useSession().facts.capabilities;
  return (
    <Modal
      title="Settings"
      description={`What you are told of${keepsSounds ? ', and what is kept on this machine' : ''}. Counts and lists go on in any case.`}
      onClose={onClose}
    >
      {settings.isPending ? (
        <Skeleton rows={3} label="Loading settings" />
      ) : settings.error ? (
        <ErrorLine>{settings.error.message}</ErrorLine>
      ) : (
        <ScrollRegion label="All settings" className="flex flex-col gap-3">
          <SwitchField
            label="Quiet mode"
            hint="For recording: nothing pops up, here or over other windows."
            checked={settings.data.isQuiet}
            onChecked={(isQuiet) => void change({ isQuiet })}
          />
          <AlertSetting />
          {projects.length > 0 && (
            <fieldset className="min-w-0">
              <legend className="px-2 pb-1 text-meta font-semibold text-faint">
                Tell me of what is new in
              </legend>
              {projects.map(({ id, name }) => (
                <SwitchField
                  key={id}
                  label={name}
                  checked={!settings.data.mutedProjectIds.includes(id)}
                  onChecked={(isTold) =>
                    void change({ mutedProjectIds: withMuted(settings.data.mutedProjectIds, id, !isTold) })
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

/** Changes what is given, at once on screen; takes it back, and says so, when it could not be kept. */
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
    say.failed('The setting was not kept', failureSentence(answer));
  };
}
