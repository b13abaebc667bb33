import { useState } from 'react';
import { useFrame } from '../platform/frame-context.tsx';
import { useNarrowerThan, widths } from '../platform/media.ts';
import { type Route, useRoute } from '../platform/route.ts';

export type Side = 'left' | 'right';

/** Which side panels are beside the work, and which one is unfolded over it in a narrow window. */
export type SidePanels = {
  leftFolds: boolean;
  rightFolds: boolean;
  /** The right panel is beside the work. */
  showsRight: boolean;
  unfolded: Side | null;
  fold(): void;
  unfold(side: Side): void;
  /** Brings a panel into sight, whether it is folded or hidden. */
  reveal(side: Side): void;
  toggleRight(): void;
};

export function useSidePanels(projectId: string | null): SidePanels {
  const leftFolds = useNarrowerThan(widths.left);
  const rightFolds = useNarrowerThan(widths.right);
  const { chatWith, openChat } = useFrame();
  const route = useRoute();
  // Whatever is chosen in an unfolded panel is shown below it, so the panel folds.
  const [held, setHeld] = useState<{ side: Side; at: Route } | null>(null);
  const unfolded = held?.at === route ? held.side : null;
  const setUnfolded = (side: Side) => setHeld({ side, at: route });
  const [isRightHidden, setIsRightHidden] = useState(false);
  const showsRight = projectId !== null && !rightFolds && !isRightHidden && chatWith === null;
  return {
    leftFolds,
    rightFolds,
    showsRight,
    unfolded,
    fold: () => setHeld(null),
    unfold: setUnfolded,
    reveal(side) {
      if (side === 'left' ? leftFolds : rightFolds) setUnfolded(side);
      else if (side === 'right') {
        openChat(null);
        setIsRightHidden(false);
      }
    },
    toggleRight() {
      if (rightFolds) return setUnfolded('right');
      // An open conversation takes the panel's place.
      if (chatWith) openChat(null);
      setIsRightHidden(showsRight);
    },
  };
}
