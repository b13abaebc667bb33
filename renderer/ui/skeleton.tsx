import { useEffect, useState } from 'react';
import { classNames } from './class-names.ts';

/** Grey placeholder rows, shown only after 200 ms, when a wait becomes noticeable. `songs`: cards instead of lines. */
export function Skeleton({ rows, songs = false, label }: { rows: number; songs?: boolean; label: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div
      role="status"
      aria-label={label}
      className={classNames('flex animate-breathe flex-col p-4', songs ? 'gap-1.5' : 'gap-3')}
    >
      {Array.from({ length: rows }, (_, index) => `row ${index}`).map((row, index) => (
        <div
          key={row}
          className={songs ? 'h-18 rounded-card border border-line bg-card' : 'h-5 rounded-md bg-chosen'}
          style={songs ? undefined : { width: `${90 - ((index * 17) % 50)}%` }}
        />
      ))}
    </div>
  );
}
