import { type DropIntent, intentSentence } from './drop-intent.ts';

/** Shows over a place what a drop there would do. The place must be positioned. */
export function DropHint({ intent }: { intent: DropIntent }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-1 z-20 flex items-end justify-center rounded-md border-2 border-accent"
    >
      <p className="m-3 max-w-full truncate rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent shadow-lift">
        {intentSentence(intent)}
      </p>
    </div>
  );
}
