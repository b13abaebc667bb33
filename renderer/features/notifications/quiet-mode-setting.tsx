import { settingsText } from '../../text/notifications.ts';
import { SwitchField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useSettings } from './notification-queries.ts';
import { useChangeSettings } from './use-change-settings.ts';

/** Silence while one records. */
export function QuietModeSetting() {
  const { data, error } = useSettings();
  const change = useChangeSettings();
  if (error) return <ErrorLine>{error.message}</ErrorLine>;
  if (!data) return <Skeleton rows={1} label={settingsText.loading} />;
  return (
    <SwitchField
      label={settingsText.quietMode}
      hint={settingsText.quietModeHint}
      checked={data.isQuiet}
      onChecked={(isQuiet) => void change({ isQuiet })}
    />
  );
}
