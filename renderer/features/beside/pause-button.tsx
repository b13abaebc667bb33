import { Mic, Play, Timer, TimerOff } from 'lucide-react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useRecordingPause } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { besideText } from '../../text/beside.ts';
import { failureSentence } from '../../text/failures.ts';
import { IconButton } from '../../ui/button.tsx';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { useSay } from '../../ui/messages.tsx';

/** Beside the lamp: holds all background work while the user records, and lets it go on. */
export function PauseButton() {
  const bridge = useBridge();
  const say = useSay();
  const pause = useRecordingPause();
  if (!useSession().facts.capabilities.besideDaw) return null;
  const text = besideText.pause;
  if (pause) {
    const resume = async () => {
      const answer = await bridge.invoke('beside.resume', null);
      if (!answer.ok) say.failed(text.resumeFailed, failureSentence(answer));
    };
    return (
      <IconButton
        label={text.resume}
        icon={Play}
        className="mr-2 self-center text-hot"
        onClick={() => void resume()}
      />
    );
  }
  const hold = async (minutes: number | null) => {
    const answer = await bridge.invoke('beside.pause', { minutes });
    if (!answer.ok) say.failed(text.failed, failureSentence(answer));
  };
  const entries: MenuEntry[] = [
    { kind: 'note', text: text.button },
    { kind: 'item', label: text.minutes(30), icon: Timer, onChoose: () => void hold(30) },
    { kind: 'item', label: text.hour, icon: Timer, onChoose: () => void hold(60) },
    { kind: 'item', label: text.untilResume, icon: TimerOff, onChoose: () => void hold(null) },
    { kind: 'note', text: text.explained },
  ];
  return (
    <ActionMenu
      trigger={<IconButton label={text.button} icon={Mic} className="mr-2 self-center" />}
      entries={entries}
    />
  );
}
