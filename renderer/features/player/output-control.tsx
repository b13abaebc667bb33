import { AudioLines, Check, Speaker } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from '../../platform/store.ts';
import { outputText } from '../../text/output.ts';
import { IconButton } from '../../ui/button.tsx';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { useSay } from '../../ui/messages.tsx';
import { SelectField } from '../../ui/select.tsx';
import { useListening } from './listening.tsx';
import type { OutputDevice } from './output-device.ts';

/** The devices to choose from, with the chosen one even while it is unplugged. Looks for them once it is shown. */
function useOutputs() {
  const { output } = useListening();
  const { chosen, isMissing, devices } = useStore(output.state);
  useEffect(() => void output.look(), [output]);
  const options: { device: OutputDevice | null; text: string }[] = [
    { device: null, text: outputText.system },
    ...devices.map((device) => ({ device, text: device.name })),
    ...(chosen && isMissing ? [{ device: chosen, text: outputText.missing(chosen.name) }] : []),
  ];
  return { options, chosenId: chosen?.id ?? '', hasChoice: options.length > 1, choose: output.choose };
}

/** In the player. Not shown where there is nothing to choose. */
export function OutputButton() {
  const { options, chosenId, hasChoice, choose } = useOutputs();
  useOutputNews();
  if (!hasChoice) return null;
  const entries: MenuEntry[] = options.map(({ device, text }) => ({
    kind: 'item',
    label: text,
    icon: (device?.id ?? '') === chosenId ? Check : AudioLines,
    onChoose: () => void choose(device),
  }));
  return (
    <ActionMenu
      trigger={<IconButton label={outputText.label} icon={Speaker} className="max-[900px]:hidden" />}
      entries={entries}
    />
  );
}

/** In the settings. */
export function OutputSetting() {
  const { options, chosenId, hasChoice, choose } = useOutputs();
  if (!hasChoice)
    return (
      <div className="px-2">
        <p>{outputText.label}</p>
        <p className="text-meta text-dim">{outputText.only}</p>
      </div>
    );
  return (
    <div className="flex max-w-100 flex-col gap-1 px-2">
      <SelectField
        label={outputText.label}
        options={options.map(({ device, text }) => ({ value: device?.id ?? 'system', text }))}
        value={chosenId === '' ? 'system' : chosenId}
        onValue={(id) => void choose(options.find(({ device }) => device?.id === id)?.device ?? null)}
      />
      <p className="text-meta text-dim">{outputText.hint}</p>
    </div>
  );
}

/** Says when the chosen device is unplugged, and when it is back. */
function useOutputNews(): void {
  const { output } = useListening();
  const { chosen, isMissing } = useStore(output.state);
  const say = useSay();
  const before = useRef(isMissing);
  useEffect(() => {
    if (before.current === isMissing || !chosen) return;
    before.current = isMissing;
    if (isMissing) say.failed(outputText.gone(chosen.name), outputText.goneHint);
    else say.failed(outputText.back(chosen.name), outputText.backHint);
  }, [chosen, isMissing, say]);
}
