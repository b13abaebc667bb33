import { useSession } from '../../platform/session-context.tsx';
import { useStore } from '../../platform/store.ts';
import { playerText } from '../../text/player.ts';
import { Segments } from '../../ui/segments.tsx';
import { soundQualities, soundQuality, writeSoundQuality } from './sound-quality.ts';

const text = playerText.quality;

/** The sound of this page over thin connections. The app has the files themselves. */
export function QualitySetting() {
  const { hearsCompressed } = useSession().facts.capabilities;
  const quality = useStore(soundQuality);
  if (!hearsCompressed) return null;
  return (
    <section aria-label={text.heading} className="flex min-w-0 flex-col gap-2 px-2">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span aria-hidden>{text.heading}</span>
        <Segments
          label={text.heading}
          options={soundQualities.map((value) => ({ value, text: text.options[value] }))}
          value={quality}
          onValue={(next) => {
            soundQuality.change(() => next);
            writeSoundQuality(localStorage, next);
          }}
        />
      </div>
      <p className="text-meta text-dim">{text.hint}</p>
    </section>
  );
}
