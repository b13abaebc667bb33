import { useEffect, useState } from 'react';

/** Grey placeholder rows, shown only after 200 ms, when a wait becomes noticeable. */
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
