import type { ErrorKind, Outcome } from '../wire/error.ts';
import type { ChannelArgs, ChannelName, ChannelResult } from './channels.ts';
import type { Push, PushName } from './pushes.ts';

/**
 * Why a call across the bridge failed. In addition to the server's kinds: `offline` (the server can't be reached),
 * `signed-out`, and `refused-call` (bad arguments or a sender that is not our window: a bug, never shown as such).
 */
export type BridgeErrorKind = ErrorKind | 'offline' | 'signed-out' | 'refused-call';

/** An answer travels as a value: Electron keeps only the text of a thrown error. */
export type Answer<Data> = Outcome<Data, BridgeErrorKind>;

/**
 * The renderer's only way out. In the desktop app the preload puts it at `window.bandmate`; in a browser it is
 * fetch + socket.io-client. Components never know which one they have.
 */
export type Bridge = {
  invoke<Name extends ChannelName>(name: Name, args: ChannelArgs<Name>): Promise<Answer<ChannelResult<Name>>>;
  /** Calls `listener` for each push of that name until the returned function is called. */
  on<Name extends PushName>(name: Name, listener: (push: Push<Name>) => void): () => void;
  /** The path of a file that was dropped or chosen; '' when it has none (made by script). Synchronous. */
  pathForFile(file: unknown): string;
};

/**
 * The bridge as the preload exposes it: answers and pushes are JSON. Values that cross into the page are copied one by
 * one, which for a project of some hundred cuts takes many times as long as copying and parsing its text.
 */
export type PreloadBridge = Pick<Bridge, 'pathForFile'> & {
  /** The JSON of an `Answer`. */
  invoke(name: string, args: unknown): Promise<string>;
  /** `listener` gets the JSON of each push. */
  on(name: string, listener: (text: string) => void): () => void;
};

/** The name under which the preload exposes the bridge. */
export const bridgeKey = 'bandmate';
/** Raw IPC names: one for calls, one for pushes; the channel travels as data, so there is one place to guard. */
export const invokeChannel = 'bandmate:invoke';
export const pushChannel = 'bandmate:push';
