/** How many of something are new. `label` is for screen readers. Renders nothing for 0. */
export function CountBadge({ amount, label }: { amount: number; label: string }) {
  if (amount === 0) return null;
  return (
    <>
      <span aria-hidden className="shrink-0 text-meta font-semibold text-text tabular-nums">
        {amount > 99 ? '99+' : amount}
      </span>
      <span className="sr-only">{label}</span>
    </>
  );
}
