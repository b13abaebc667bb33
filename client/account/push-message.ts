import type { Push, PushName } from '../../protocol/ipc/pushes.ts';
import { createListeners } from '../common/listeners.ts';

/** One push with its name. */
export type PushMessage = { [Name in PushName]: { name: Name; data: Push<Name> } }[PushName];

export type PushSender = <Name extends PushName>(name: Name, push: Push<Name>) => void;

/** Delivers pushes to the page, in order. */
export function createPushes(): {
  push: PushSender;
  onPush(listener: (message: PushMessage) => void): () => void;
} {
  const listeners = createListeners<PushMessage>();
  return {
    push: (name, data) => listeners.notify({ name, data } as PushMessage),
    onPush: listeners.add,
  };
}
