/** A list of listeners of one kind. A listener may unsubscribe while it is being called. */
export type Listeners<Value> = {
  add(listener: (value: Value) => void): () => void;
  notify(value: Value): void;
};

export function createListeners<Value>(): Listeners<Value> {
  const listeners = new Set<{ call: (value: Value) => void }>();
  return {
    add(listener) {
      const entry = { call: listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    notify(value) {
      for (const entry of [...listeners]) entry.call(value);
    },
  };
}
