import type { Section } from '../../../../protocol/wire/music.ts';
import { placeOf } from '../../../ui/wave/view-math.ts';
import type { View } from '../../player/port.ts';

type Part = { key: string; name: string; left: number; width: number; isOdd: boolean };

/** The sections in sight, as shares of the part in sight. */
function partsOf(sections: readonly Section[], duration: number, view: View): Part[] {
  if (duration <= 0) return [];
  return sections.flatMap(({ name, from }, index) => {
    const left = Math.max(0, placeOf(from, duration, view));
    const right = Math.min(1, placeOf(sections[index + 1]?.from ?? duration, duration, view));
    return right > left
      ? [{ key: `${from} ${name}`, name, left, width: right - left, isOdd: index % 2 === 1 }]
      : [];
  });
}

type Props = { sections: readonly Section[] | undefined; duration: number; view: View };

/** The names of the sections, above the ruler. */
export function SectionNames({ sections = [], duration, view }: Props) {
  if (sections.length === 0) return null;
  return (
    <div className="relative h-4 overflow-hidden">
      {partsOf(sections, duration, view).map(({ key, name, left, width }) => (
        <span
          key={key}
          title={name}
          style={{ left: `${100 * left}%`, width: `${100 * width}%` }}
          className="absolute inset-y-0 truncate border-l border-line-strong pl-1.5 text-meta leading-4 font-medium text-dim"
        >
          {name}
        </span>
      ))}
    </div>
  );
}

/** Every other section, a shade lighter, inside the round corners of the waveform. */
export function SectionTints({ sections = [], duration, view }: Props) {
  return (
    <span aria-hidden className="pointer-events-none absolute inset-0 overflow-hidden rounded-[10px]">
      {partsOf(sections, duration, view)
        .filter(({ isOdd }) => isOdd)
        .map(({ key, left, width }) => (
          <span
            key={key}
            style={{ left: `${100 * left}%`, width: `${100 * width}%` }}
            className="absolute inset-y-0 bg-hover"
          />
        ))}
    </span>
  );
}
