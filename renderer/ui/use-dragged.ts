import { type RefObject, useRef, useState } from 'react';

/** The value that a drag has reached. `latest` has it before it is drawn: a fast drag ends in the frame of its last move. */
export type Dragged<Value> = {
  shown: Value | null;
  latest: RefObject<Value | null>;
  change(next: Value | null): void;
};

export function useDragged<Value>(): Dragged<Value> {
  const [shown, setShown] = useState<Value | null>(null);
  const latest = useRef<Value | null>(null);
  return {
    shown,
    latest,
    change(next) {
      latest.current = next;
      setShown(next);
    },
  };
}
