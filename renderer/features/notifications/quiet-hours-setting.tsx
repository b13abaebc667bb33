import type { QuietHours } from '../../../protocol/wire/attention.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { settingsText } from '../../text/notifications.ts';
import { SwitchField, TextField } from '../../ui/field.tsx';
import { useSay } from '../../ui/messages.tsx';
import { useAttention } from '../room/port.tsx';

const usual: QuietHours = { from: '22:00', until: '08:00' };

/** The hours without notifications over other windows, on all the user's devices. */
export function QuietHoursSetting() {
  const attention = useAttention().data;
  const run = useRunCommand();
  const say = useSay();
  if (!attention) return null;
  const { quietHours } = attention;
  const choose = async (next: QuietHours | null) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const failure = await run('attention.setQuietHours', { quietHours: next && { ...next, timeZone } });
    if (failure !== null) say.failed(settingsText.saveFailed, failure);
  };
  return (
    <div>
      <SwitchField
        label={settingsText.quietHours}
        hint={settingsText.quietHoursHint}
        checked={quietHours !== null}
        onChecked={(areOn) => void choose(areOn ? usual : null)}
      />
      {quietHours && (
        <div className="grid max-w-70 grid-cols-2 gap-3 px-2 pb-1">
          {(['from', 'until'] as const).map((edge) => (
            <TextField
              key={`${edge} ${quietHours[edge]}`}
              type="time"
              label={settingsText[edge]}
              defaultValue={quietHours[edge]}
              // While it is being typed, a time is often incomplete.
              onBlur={({ currentTarget: { value } }) => {
                if (value !== '' && value !== quietHours[edge]) void choose({ ...quietHours, [edge]: value });
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
}
