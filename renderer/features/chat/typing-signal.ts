/** How often at most the other one is told that typing goes on, in milliseconds. */
const signalMilliseconds = 3000;

/** Tells the other one of a conversation that something is being typed to them, and no more often than is of use. */
export type TypingSignal = {
  /** The draft is now this. Nothing but blanks is not typing. */
  changed(draft: string): void;
  /** Sent, or left. */
  stop(): void;
};

export function createTypingSignal(send: (isTyping: boolean) => void, now: () => number): TypingSignal {
  let saidAt = Number.NEGATIVE_INFINITY;
  let isOn = false;
  const stop = () => {
    if (isOn) send(false);
    isOn = false;
  };
  return {
    changed(draft) {
      if (draft.trim() === '') return stop();
      if (now() - saidAt < signalMilliseconds) return;
      saidAt = now();
      isOn = true;
      send(true);
    },
    stop,
  };
}
