import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { useSession } from '../../platform/session-context.tsx';
import { besideText } from '../../text/beside.ts';
import { IconButton } from '../../ui/button.tsx';
import { Key } from '../../ui/key.tsx';
import { acceleratorOf, shownKeys } from './accelerator.ts';

/** The keys of a shortcut. While it waits for them, the next combination is taken; Escape and Tab leave it as it was. */
export function ShortcutField({
  label,
  keys,
  isRefused,
  onKeys,
}: {
  label: string;
  keys: string | null;
  isRefused: boolean;
  onKeys: (keys: string | null) => void;
}) {
  const id = useId();
  const { platform } = useSession().facts;
  const [state, setState] = useState<'rest' | 'waiting' | 'plain'>('rest');
  const isWaiting = state !== 'rest';
  const take = (event: KeyboardEvent) => {
    if (!isWaiting || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setState('rest');
    const taken = acceleratorOf(event.nativeEvent);
    if (taken === null) return;
    if (taken === 'plain') return setState('plain');
    setState('rest');
    onKeys(taken.keys);
  };
  const problem = state === 'plain' ? besideText.needsModifier : isRefused ? besideText.taken : null;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1">
      <span id={`${id}-label`} aria-hidden className="min-w-40 flex-1">
        {label}
      </span>
      <span className="flex items-center gap-1">
        {keys !== null && (
          <IconButton label={besideText.turnOff(label)} icon={X} onClick={() => onKeys(null)} />
        )}
        <button
          type="button"
          // Its name has in it what can be read on it.
          aria-labelledby={`${id}-keys ${id}-label`}
          aria-describedby={`${id}-problem`}
          aria-pressed={isWaiting}
          onClick={() => setState(isWaiting ? 'rest' : 'waiting')}
          onKeyDown={take}
          onBlur={() => setState('rest')}
          className="flex h-8 min-w-32 items-center justify-center gap-1 rounded-md border border-line-strong bg-well px-2.5 text-dim hover:bg-hover aria-pressed:border-accent aria-pressed:text-text"
        >
          <span id={`${id}-keys`} className="flex gap-1">
            {isWaiting
              ? besideText.press
              : keys === null
                ? besideText.choose
                : shownKeys(keys, platform).map((key) => <Key key={key}>{key}</Key>)}
          </span>
        </button>
      </span>
      <p
        id={`${id}-problem`}
        role={problem ? 'alert' : undefined}
        className="w-full text-meta text-over empty:hidden"
      >
        {problem}
      </p>
    </div>
  );
}
