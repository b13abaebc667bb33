import { appText } from '../text/app.ts';
import { classNames } from './class-names.ts';

/** The bars of the mark: their height from the middle line, in a box of 32. */
const bars = [3.2, 6.8, 10, 5, 2.5];

/** The product's mark and name, at the head of a page of its own. */
export function Brand({ className }: { className?: string }) {
  return (
    <p className={classNames('flex items-center gap-2 font-semibold', className)}>
      <svg aria-hidden viewBox="0 0 32 32" className="size-6 shrink-0 rounded-md bg-accent">
        {bars.map((half, index) => (
          <rect
            key={half}
            x={5 + 4.8 * index}
            y={16 - half}
            width={2.8}
            height={2 * half}
            rx={1}
            fill="var(--on-accent)"
          />
        ))}
      </svg>
      {appText.product}
    </p>
  );
}
