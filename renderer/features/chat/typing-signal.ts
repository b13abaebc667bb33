/** The shortest time between two signals, in milliseconds. */
const signalMilliseconds = 3000;

/** Signals to the other person that the user is typing, at a limited rate. */
export type TypingSignal = {
  /** Called with the current draft. Blank text doesn't count as typing. */
  changed(draft: string): void;
  /** The message was sent, or the conversation was closed. */
  stop(): void;
};

export function createTypingSignal(send: (isTyping: boolean) => void, now: () => number): TypingSignal {
  let sentAt = Number.NEGATIVE_INFINITY;
  let isOn = false;
  const stop = () => {
    if (isOn) send(false);
    isOn = false;
  };
  return {
    changed(draft) {
      if (draft.trim() === '') return stop();
      if (now() - sentAt < signalMilliseconds) return;
      sentAt = now();
      isOn = true;
      send(true);
    },
    stop,
  };
}
