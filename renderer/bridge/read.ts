import type { Answer, Bridge, BridgeErrorKind } from '../../protocol/ipc/bridge.ts';
import type { ChannelArgs, ChannelName, ChannelResult } from '../../protocol/ipc/channels.ts';
import type { Push, PushName } from '../../protocol/ipc/pushes.ts';

/** An expected failure of a read. It is thrown because TanStack Query requires that. `message` is written for people. */
export class ReadFailure extends Error {
  readonly kind: BridgeErrorKind;

  constructor(kind: BridgeErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Reads data to show. Throws a `ReadFailure`. */
export async function read<Name extends ChannelName>(
  bridge: Bridge,
  name: Name,
  args: ChannelArgs<Name>,
): Promise<ChannelResult<Name>> {
  return answered(await bridge.invoke(name, args));
}

/** The data of an answer. Throws a `ReadFailure`. */
export function answered<Data>(answer: Answer<Data>): Data {
  if (!answer.ok) throw new ReadFailure(answer.kind, answer.message);
  return answer.data;
}

/**
 * Reads something that is also pushed as a whole under the name `push`. A push that arrives before the answer is newer,
 * and wins.
 */
export async function readLatest<Name extends PushName>(
  bridge: Bridge,
  push: Name,
  ask: () => Promise<Push<Name>>,
): Promise<Push<Name>> {
  const heard: Push<Name>[] = [];
  const stop = bridge.on(push, (value) => heard.push(value));
  try {
    const answer = await ask();
    return heard.at(-1) ?? answer;
  } finally {
    stop();
  }
}
