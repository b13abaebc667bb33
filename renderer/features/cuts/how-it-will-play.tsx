import type { Loudness } from '../../../protocol/wire/file.ts';
import { cutsText } from '../../text/cuts.ts';
import { formatGain, formatLevel } from '../../text/level.ts';
import { playbackOn, services } from './service-playback.ts';

const text = cutsText.howItWillPlay;

/** An estimate of how each streaming service will play a version. */
export function HowItWillPlay({ loudness }: { loudness: Loudness }) {
  if (loudness.integrated === null) return <p className="pt-2 text-dim">{text.silence}</p>;
  return (
    <div className="pt-2">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-2">
        {services.map((service) => {
          const played = playbackOn(service, loudness);
          if (!played) return null;
          const { gain, integrated, staysQuieter } = played;
          return (
            <li key={service.id} className="flex flex-col rounded-md border border-line px-3 py-2">
              <span className="flex items-baseline gap-2">
                <span className="min-w-0 flex-1 truncate font-medium">{text.services[service.id]}</span>
                <span className="tabular-nums">
                  {Math.abs(gain) < 0.05 ? text.unchanged : formatGain(gain)}
                </span>
              </span>
              <span className="text-meta text-dim tabular-nums">
                {[formatLevel(integrated, 'LUFS'), staysQuieter && text.staysQuieter[staysQuieter]]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="pt-1.5 text-meta text-faint">{text.estimate}</p>
    </div>
  );
}
