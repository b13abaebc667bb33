import type { Push, PushName } from '../../protocol/ipc/pushes.ts';

/** One push, by its name. */
export type PushMessage = { [Name in PushName]: { name: Name; data: Push<Name> } }[PushName];

export type PushSender = <Name extends PushName>(name: Name, push: Push<Name>) => void;
