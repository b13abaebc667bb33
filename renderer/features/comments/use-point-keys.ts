import { useEffect, useRef } from 'react';
import { useFrame } from '../../platform/frame-context.tsx';
import { neighbourOf } from './comment-filter.ts';
import type { PlacedComment } from './placed-comment.ts';

type PointKeys = {
  items: readonly PlacedComment[];
  markedId: string | null;
  onGo: (item: PlacedComment, takesFocus: boolean) => void;
  onResolve: (item: PlacedComment, isByKey: boolean) => void;
};

/**
 * The keys of the shown comments: `.` and `,` go to the next and the previous one, as the arrow keys do inside the list;
 * `D` resolves the focused one, else the marked one.
 */
export function usePointKeys(keys: PointKeys): void {
  const { keyScope } = useFrame();
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keyScope.isForWindow(event)) return;
      if (act(event, current.current)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [keyScope]);
}

/** Returns whether the key did something. */
function act(event: KeyboardEvent, { items, markedId, onGo, onResolve }: PointKeys): boolean {
  const inside = event.target instanceof Element ? event.target.closest('[data-comment]') : null;
  const currentId = inside?.getAttribute('data-comment') ?? markedId;
  const isCurrent = ({ comment }: PlacedComment) => comment.id === currentId;
  if (event.key === 'd') {
    const item = items.find(isCurrent);
    if (item) onResolve(item, true);
    return item !== undefined;
  }
  const isForward = event.key === '.' || (inside !== null && event.key === 'ArrowDown');
  const isBack = event.key === ',' || (inside !== null && event.key === 'ArrowUp');
  if (!isForward && !isBack) return false;
  const order = isForward ? items : items.toReversed();
  const next = order.some(isCurrent) ? neighbourOf(order, isCurrent) : order[0];
  if (next) onGo(next, true);
  return next !== undefined;
}
