/** The stretch that is looped, over a waveform. In seconds. */
export function LoopBand({ from, to, duration }: { from: number; to: number; duration: number }) {
  const left = Math.max(0, from) / duration;
  const right = Math.min(duration, to) / duration;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-2 inset-y-0">
      <div
        style={{ left: `${100 * left}%`, width: `${100 * Math.max(0, right - left)}%` }}
        className="absolute inset-y-0 border-x border-text bg-hover"
      >
        <div className="absolute inset-x-0 top-0 h-0.5 bg-text" />
      </div>
    </div>
  );
}
