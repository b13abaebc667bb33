import type { Store } from '../../platform/store.ts';
import type { Deck } from './deck/deck.ts';
import type { Loop } from './deck/loop.ts';
import { otherSide, type Side } from './deck/side.ts';
import type { Player } from './player.ts';

const ordered = ['cue', 'play', 'swap', 'toggle', 'pause', 'clear', 'seek', 'nudge', 'shuttle'] as const;

/**
 * Takes the orders of the whole window in place of the player, while several people listen together: an order is then one
 * for all of them, and comes back to everyone at the same time.
 */
export type Conductor = Pick<Player, (typeof ordered)[number]> & { setLoop(loop: Loop | null): void };

/** The player for the window: whatever is asked of it goes to the conductor, if there is one. */
export function conductedPlayer(player: Player, conductor: Store<Conductor | null>): Player {
  const orders = Object.fromEntries(
    ordered.map((name) => [
      name,
      (...given: unknown[]) => {
        const to: Pick<Player, (typeof ordered)[number]> = conductor.get() ?? player;
        (to[name] as (...given: unknown[]) => void)(...given);
      },
    ]),
  );
  return { ...player, ...orders };
}

/** The deck for the window. The heard version and the loop are the conductor's, if there is one. */
export function conductedDeck(deck: Deck, player: Player, conductor: Store<Conductor | null>): Deck {
  const switchTo = (side: Side) => {
    const track = deck.state.get()[side];
    const led = conductor.get();
    if (!led) deck.switchTo(side);
    else if (track) led.swap(track);
  };
  return {
    ...deck,
    switchTo,
    toggle: () => switchTo(otherSide(deck.state.get().heard)),
    setLoop: (loop) => (conductor.get() ?? deck).setLoop(loop),
    compare(a, b, difference) {
      const on = player.state.get().track;
      const isHeld = on?.fileId === a.fileId || on?.fileId === b?.fileId;
      deck.compare(a, b, difference);
      // It has put A into the player, which nobody else hears yet.
      if (!isHeld) conductor.get()?.cue(a);
    },
  };
}
