import { useEffect, useRef } from 'react';

export type PageKeys = {
  toggle(): void;
  nudge(seconds: number): void;
  seek(seconds: number): void;
  previous(): void;
  next(): void;
  comment(): void;
};

const runs: Record<string, (keys: PageKeys) => void> = {
  ' ': ({ toggle }) => toggle(),
  k: ({ toggle }) => toggle(),
  ArrowLeft: ({ nudge }) => nudge(-5),
  ArrowRight: ({ nudge }) => nudge(5),
  Home: ({ seek }) => seek(0),
  p: ({ previous }) => previous(),
  n: ({ next }) => next(),
  c: ({ comment }) => comment(),
};

/** The app's keys of listening, wherever the focus is, except in a text. */
export function usePageKeys(keys: PageKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (target?.closest('input, textarea')) return;
      // A focused button or link has keys of its own.
      if (target?.closest('button, a') && (event.key === ' ' || event.key.startsWith('Arrow'))) return;
      const run = runs[event.key];
      if (!run) return;
      event.preventDefault();
      run(latest.current);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
