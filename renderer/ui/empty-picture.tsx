import type { ReactNode } from 'react';

/** A take that swells: half the height of each bar, in a box of 100, and its place. */
const take = [
  ...[6, 10, 8, 14, 12, 18, 14, 22, 18, 26, 20, 24, 30, 26, 34, 28, 32, 38, 30, 36, 42, 34, 40, 36, 44, 38],
  ...[46, 40, 42, 36, 44, 40, 46, 38],
].map((half, place) => ({ half, place }));

/** A take on its way from the DAW to the seats of the band: the first of them is taken. */
function Journey() {
  const end = 132 + take.length * 6;
  return (
    <svg aria-hidden viewBox="0 0 520 104" className="w-full max-w-130">
      <rect
        x={1}
        y={10}
        width={104}
        height={84}
        rx={10}
        fill="none"
        stroke="var(--line-strong)"
        strokeWidth={1.5}
      />
      {[
        [14, 24, 46, 'var(--art-mid)'],
        [14, 42, 28, 'var(--art-light)'],
        [48, 42, 38, 'var(--art-mid)'],
        [30, 60, 56, 'var(--art-mid)'],
        [14, 78, 36, 'var(--art-light)'],
      ].map(([x, y, width, fill]) => (
        <rect
          key={`${x} ${y}`}
          x={x}
          y={Number(y) - 5}
          width={width}
          height={10}
          rx={2.5}
          fill={String(fill)}
          opacity={0.75}
        />
      ))}
      <path d="M66 16V88" stroke="var(--playhead)" strokeWidth={1.5} />
      {take.map(({ half, place }) => (
        <path
          key={place}
          d={`M${132 + place * 6} ${52 - half}V${52 + half}`}
          stroke={place % 3 === 0 ? 'var(--wave-rms)' : 'var(--wave-peak)'}
          strokeWidth={3}
          strokeLinecap="round"
        />
      ))}
      <path d={`M${end} 4V100`} stroke="var(--good)" strokeWidth={2} />
      <path d={`M${end + 6} 52H450`} stroke="var(--line-strong)" strokeDasharray="3 4" />
      <circle cx={492} cy={20} r={13} fill="var(--face)" />
      {[52, 84].map((y) => (
        <g key={y} stroke="var(--line-strong)" fill="none">
          <circle cx={492} cy={y} r={13} strokeDasharray="3 3" />
          <path d={`M488 ${y}h8M492 ${y - 4}v8`} />
        </g>
      ))}
    </svg>
  );
}

/** A moment on a line of sound that somebody points at. */
function Moment() {
  return (
    <svg aria-hidden viewBox="0 0 160 72" className="w-40">
      {take.slice(0, 26).map(({ half, place }) => (
        <path
          key={place}
          d={`M${4 + place * 6} ${54 - half * 0.34}V${54 + half * 0.34}`}
          stroke={place === 15 ? 'var(--rim)' : 'var(--wave-peak)'}
          strokeWidth={3}
          strokeLinecap="round"
        />
      ))}
      <circle cx={94} cy={16} r={11} fill="var(--face)" />
      <path d="M94 27V38" stroke="var(--rim)" strokeWidth={1.5} />
    </svg>
  );
}

/** Lines of a day that are still blank. */
function Days() {
  return (
    <svg aria-hidden viewBox="0 0 160 72" className="w-40" fill="none">
      {[14, 36, 58].map((y, index) => (
        <g key={y}>
          {index === 0 ? (
            <circle cx={20} cy={y} r={8} fill="var(--face)" />
          ) : (
            <circle cx={20} cy={y} r={8} stroke="var(--line-strong)" strokeDasharray="3 3" />
          )}
          <path
            d={`M38 ${y}H${[128, 104, 118][index]}`}
            stroke={index === 0 ? 'var(--wave-rms)' : 'var(--line-strong)'}
            strokeWidth={5}
            strokeLinecap="round"
          />
        </g>
      ))}
    </svg>
  );
}

/** A glass over a line of sound in which nothing stands out. */
function Glass() {
  return (
    <svg aria-hidden viewBox="0 0 160 72" className="w-40" fill="none">
      <path d="M8 36H152" stroke="var(--line-strong)" strokeDasharray="3 4" />
      <circle cx={76} cy={32} r={21} stroke="var(--wave-rms)" strokeWidth={3} fill="var(--well)" />
      <path d="M64 32h24" stroke="var(--wave-peak)" strokeWidth={3} strokeLinecap="round" />
      <path d="M92 48L106 62" stroke="var(--wave-rms)" strokeWidth={5} strokeLinecap="round" />
    </svg>
  );
}

const pictures = { journey: Journey, moment: Moment, days: Days, glass: Glass } satisfies Record<
  string,
  () => ReactNode
>;
export type EmptyPictureName = keyof typeof pictures;

/** The drawing of an empty place, in the language of the full ones. */
export function EmptyPicture({ name, hue = 0 }: { name: EmptyPictureName; hue?: number }) {
  const Picture = pictures[name];
  return (
    <span aria-hidden data-hue={hue} className="flex w-full justify-center">
      <Picture />
    </span>
  );
}
