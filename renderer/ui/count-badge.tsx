/** How many of something are new. `words` say it to readers. Nothing when there are none. */
export function CountBadge({ amount, words }: { amount: number; words: string }) {
  if (amount === 0) return null;
  return (
    <>
      <span
        aria-hidden
        className="shrink-0 rounded-full bg-accent px-1.5 text-[10px] leading-4 font-semibold text-on-accent tabular-nums"
      >
        {amount > 99 ? '99+' : amount}
      </span>
      <span className="sr-only">{words}</span>
    </>
  );
}
