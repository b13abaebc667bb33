import { Headphones, Square } from 'lucide-react';
import { useState } from 'react';
import type { Loudness } from '../../../protocol/wire/file.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatGain, formatLevel } from '../../text/level.ts';
import { IconButton } from '../../ui/button.tsx';
import type { Track } from '../player/port.ts';
import { useSolo } from '../player/port.tsx';
import { playbackOn, type Service, services } from './service-playback.ts';

const text = cutsText.howItWillPlay;

/** An estimate of how each streaming service will play a version, to hear with one click. */
export function HowItWillPlay({ track, loudness }: { track: Track; loudness: Loudness }) {
  const { gain: heard, setGain } = useSolo(track);
  const [chosen, setChosen] = useState<Service['id'] | null>(null);
  if (loudness.integrated === null) return <p className="pt-2 text-dim">{text.silence}</p>;
  return (
    <div className="pt-2">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-2">
        {services.map((service) => {
          const played = playbackOn(service, loudness);
          if (!played) return null;
          const { gain, integrated, staysQuieter } = played;
          const isHeard = chosen === service.id && heard !== null;
          return (
            <li
              key={service.id}
              className="flex items-center gap-2 rounded-md border border-line py-1.5 pr-3 pl-1.5"
            >
              <IconButton
                label={(isHeard ? text.stop : text.listen)(text.services[service.id])}
                icon={isHeard ? Square : Headphones}
                aria-pressed={isHeard}
                className={isHeard ? 'bg-accent! text-on-accent!' : ''}
                onClick={() => {
                  setChosen(isHeard ? null : service.id);
                  setGain(isHeard ? null : gain);
                }}
              />
              <span className="min-w-0 flex-1">
                <span className="flex items-baseline gap-2">
                  <span className="min-w-0 flex-1 truncate font-medium">{text.services[service.id]}</span>
                  <span className="tabular-nums">
                    {Math.abs(gain) < 0.05 ? text.unchanged : formatGain(gain)}
                  </span>
                </span>
                <span className="block text-meta text-dim tabular-nums">
                  {[formatLevel(integrated, 'LUFS'), staysQuieter && text.staysQuieter[staysQuieter]]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
      <p className="pt-1.5 text-meta text-faint">{text.estimate}</p>
    </div>
  );
}
