import type { ReactNode } from 'react';

/** Gives a number from 0 up to `below`, the same ones in the same order for the same name. */
export type Dice = (below: number) => number;

/** Draws into a square of 48 on the deep tone, in the other two. */
type Motif = (dice: Dice) => ReactNode;

const mid = 'var(--art-mid)';
const light = 'var(--art-light)';
const deep = 'var(--art-deep)';

/** Rings in water, from a point off the centre. */
const ripples: Motif = (dice) => {
  const x = 10 + dice(28);
  const y = 12 + dice(24);
  const gap = 6 + dice(4);
  return (
    <>
      {[4, 3, 2, 1].map((ring) => (
        <circle
          key={ring}
          cx={x}
          cy={y}
          r={ring * gap + 3}
          fill="none"
          stroke={mid}
          strokeWidth={3}
          opacity={1.1 - ring * 0.2}
        />
      ))}
      <circle cx={x} cy={y} r={4.5} fill={light} />
    </>
  );
};

/** Three ranges of hills, one behind the other. */
const hills: Motif = (dice) => {
  const range = (base: number, height: number) => {
    const top = dice(24) + 12;
    return `M-2 ${base}Q${top / 2} ${base - 2} ${top} ${base - height}T50 ${base - dice(6)}V50H-2z`;
  };
  return (
    <>
      <path d={range(26, 14)} fill={mid} opacity={0.55} />
      <path d={range(34, 12)} fill={mid} />
      <path d={range(42, 9)} fill={light} />
    </>
  );
};

/** Tiles of quarter circles, each turned its own way. */
const tiles: Motif = (dice) => {
  const side = 16;
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) => (
      <path
        key={`${row} ${column}`}
        d="M-8-8H8A16 16 0 0 1-8 8z"
        transform={`translate(${column * side + 8} ${row * side + 8}) rotate(${dice(4) * 90})`}
        fill={dice(4) === 0 ? light : mid}
      />
    )),
  );
};

/** A flower of long petals. */
const petals: Motif = (dice) => {
  const count = 5 + dice(4);
  const turn = dice(60);
  return (
    <g transform={`translate(24 24) rotate(${turn})`}>
      {Array.from({ length: count }, (_, petal) => (petal * 360) / count).map((angle) => (
        <ellipse key={angle} rx={4.2} ry={9} cy={-11} fill={mid} transform={`rotate(${angle})`} />
      ))}
      <circle r={4.5} fill={light} />
    </g>
  );
};

/** Folded paper, opened from one corner. */
const folds: Motif = (dice) => {
  const a = 8 + dice(14);
  const b = a + 10 + dice(8);
  return (
    <g transform={`rotate(${dice(4) * 90} 24 24)`}>
      <path d={`M0 48L${a} 0H${b}z`} fill={mid} opacity={0.6} />
      <path d={`M0 48L${b} 0H48V${10 + dice(8)}z`} fill={mid} />
      <path d={`M0 48L48 ${24 + dice(6)}V${40 + dice(6)}z`} fill={light} />
    </g>
  );
};

/** Three strings, each swinging its own way. */
const strings: Motif = (dice) => (
  <g fill="none" strokeLinecap="round" transform={`rotate(${dice(2) * 90} 24 24)`}>
    {[10, 24, 38].map((y, index) => {
      const swing = 6 + dice(8);
      return (
        <path
          key={y}
          d={`M-4 ${y}q7-${swing} 14 0t14 0 14 0 14 0`}
          transform={`translate(${-dice(14)} 0)`}
          stroke={index === 1 ? light : mid}
          strokeWidth={5}
        />
      );
    })}
  </g>
);

/** A field of beads that grow towards one side. */
const beads: Motif = (dice) => {
  const turn = dice(4) * 90;
  const chosen = dice(16);
  return (
    <g transform={`rotate(${turn} 24 24)`}>
      {Array.from({ length: 16 }, (_, bead) => ({ x: bead % 4, y: Math.floor(bead / 4) })).map(({ x, y }) => (
        <circle
          key={`${x} ${y}`}
          cx={6 + x * 12}
          cy={6 + y * 12}
          r={1.6 + (x + y) * 0.65}
          fill={y * 4 + x === chosen ? light : mid}
        />
      ))}
    </g>
  );
};

/** A planet in its ring. */
const orbit: Motif = (dice) => {
  const radius = 9 + dice(3);
  return (
    <g transform={`translate(24 24) rotate(${dice(12) * 15})`} strokeWidth={2.5} fill="none">
      <ellipse rx={20} ry={7} stroke={mid} />
      <circle r={radius} fill={light} />
      <path d="M-20 0A20 7 0 0 0 20 0" stroke={deep} strokeWidth={5} />
      <path d="M-20 0A20 7 0 0 0 20 0" stroke={mid} />
    </g>
  );
};

export const motifs: readonly Motif[] = [ripples, hills, tiles, petals, folds, strings, beads, orbit];
