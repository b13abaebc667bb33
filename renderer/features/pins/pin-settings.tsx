import type { Pin } from '../../../protocol/ipc/media.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useProject } from '../../platform/queries.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatBytes } from '../../text/format.ts';
import { pinsText } from '../../text/pins.ts';
import { Button } from '../../ui/button.tsx';
import { useSay } from '../../ui/messages.tsx';
import { SelectField } from '../../ui/select.tsx';
import { useShownProjects } from '../pending/port.tsx';
import { useCacheUsage, usePin, usePins } from './pin-queries.ts';
import { cacheLimits, percentOf, pinText } from './pin-text.ts';

/** The disk space for audio: used, limit, and what is kept offline. */
export function SoundSettings() {
  const bridge = useBridge();
  const say = useSay();
  const usage = useCacheUsage();
  const pins = usePins() ?? [];
  const setLimit = async (value: string) => {
    const answer = await bridge.invoke('media.setCacheLimit', { limitBytes: Number(value) });
    if (!answer.ok) say.failed(pinsText.limitFailed, failureSentence(answer));
    await usage.refetch();
  };
  if (!usage.data) return null;
  const { usedBytes, limitBytes, pinnedBytes } = usage.data;
  const options = cacheLimits.some(({ value }) => value === String(limitBytes))
    ? cacheLimits
    : [...cacheLimits, { value: String(limitBytes), text: formatBytes(limitBytes) }];
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 px-2">
      <legend className="pb-1 text-meta font-semibold text-faint">{pinsText.heading}</legend>
      <p className="text-dim tabular-nums">
        {pinnedBytes > 0
          ? pinsText.usageWithPins(usedBytes, limitBytes, pinnedBytes)
          : pinsText.usage(usedBytes, limitBytes)}
      </p>
      {pinnedBytes > limitBytes && (
        <p role="status" className="text-hot">
          {pinsText.limitTooSmall}
        </p>
      )}
      <SelectField
        label={pinsText.limit}
        options={options}
        value={String(limitBytes)}
        onValue={(value) => void setLimit(value)}
      />
      {pins.length === 0 ? (
        <p className="text-meta text-dim">{pinsText.empty}</p>
      ) : (
        <ul aria-label={pinsText.list} className="flex flex-col">
          {pins.map((pin) => (
            <PinRow key={`${pin.kind} ${pin.id}`} pin={pin} />
          ))}
        </ul>
      )}
    </fieldset>
  );
}

function PinRow({ pin }: { pin: Pin }) {
  const setPin = usePin();
  const { projects } = useShownProjects();
  const project = useProject(pin.kind === 'cut' ? pin.projectId : null).data;
  const projectName = projects.find(({ id }) => id === pin.projectId)?.name ?? pinsText.unknownProject;
  const cut = project?.vibes.flatMap(({ cuts }) => cuts).find(({ id }) => id === pin.id);
  const name = pin.kind === 'project' ? projectName : (cut?.name ?? pinsText.unknownCut);
  const { title, sentence } = pinText(pin);
  return (
    <li className="flex items-center gap-2 border-t border-line py-1.5">
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span title={name} className="min-w-0 truncate">
            {name}
          </span>
          {pin.kind === 'cut' && <span className="min-w-0 truncate text-meta text-faint">{projectName}</span>}
        </span>
        <span className="block text-meta break-words text-dim tabular-nums">
          {pinsText.tooltip(title, sentence)}
        </span>
        {pin.state.kind === 'fetching' && (
          <span
            role="progressbar"
            aria-label={pinsText.downloading(name)}
            aria-valuenow={percentOf(pin)}
            aria-valuemin={0}
            aria-valuemax={100}
            className="mt-1 block h-1 overflow-hidden rounded-full bg-chosen"
          >
            <span className="block h-full bg-accent" style={{ width: `${percentOf(pin)}%` }} />
          </span>
        )}
      </span>
      <Button
        tone="quiet"
        aria-label={pinsText.removeOne(name)}
        onClick={() => setPin(pin.kind, pin.id, false)}
      >
        {pinsText.remove}
      </Button>
    </li>
  );
}
