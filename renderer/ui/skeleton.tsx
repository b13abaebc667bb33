import { useEffect, useState } from 'react';

/** Grey rows where rows will be, shown only when the wait is long enough to be noticed (200 ms). */
export function Skeleton({ rows, label }: { rows: number; label: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div role="status" aria-label={label} className="flex animate-breathe flex-col gap-3 p-4">
      {Array.from({ length: rows }, (_, index) => `row ${index}`).map((row, index) => (
        <div
          key={row}
          className="h-5 rounded-md bg-chosen"
          style={{ width: `${90 - ((index * 17) % 50)}%` }}
        />
      ))}
    </div>
  );
}
