import { useSyncExternalStore } from 'react';

/** A value with listeners, for `useSyncExternalStore`. Changes are pure functions of the previous value. */
export type Store<Value> = {
  get(): Value;
  /** Listeners are called only if the value changed (`Object.is`). */
  change(next: (value: Value) => Value): void;
  subscribe(listener: () => void): () => void;
};

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    change(next) {
      const changed = next(value);
      if (Object.is(changed, value)) return;
      value = changed;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStore<Value>(store: Pick<Store<Value>, 'get' | 'subscribe'>): Value {
  return useSyncExternalStore(store.subscribe, store.get);
}
