import type { Handlers } from '../../client/account/handlers/handlers.ts';
import { describeIssue } from '../../client/common/describe-issue.ts';
import type { Log } from '../../client/common/log.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import { type ChannelName, channelSchemas } from '../../protocol/ipc/channels.ts';

/** What is known of who makes a call. `frameUrl` is null when the frame is already gone. */
export type CallSender = { webContentsId: number; frameUrl: string | null; isMainFrame: boolean };

export type GuardDependencies = {
  handlers: Handlers;
  /** The page that may call: scheme and host of an address, such as `app://bundle`. */
  origin: string;
  /** Whether these web contents are a window of ours. */
  isOurWindow(webContentsId: number): boolean;
  log: Log;
};

/**
 * The one door from the page. It lets through calls from the main frame of our own window, at our own origin, to a
 * channel that exists, with arguments of its schema; all else is refused as a value, so a caller never waits in
 * vain and never sees `undefined`. A handler that throws is a bug: it is logged, and the page hears that it failed.
 */
export function createGuard({ handlers, origin, isOurWindow, log }: GuardDependencies) {
  return async (sender: CallSender, name: unknown, args: unknown): Promise<Answer<unknown>> => {
    const refuse = (message: string): Answer<never> => {
      // What is no text may throw when it is made one.
      const called = typeof name === 'string' ? name.slice(0, 100) : typeof name;
      log.warn({ name: called, message }, 'A call over IPC was refused');
      return { ok: false, kind: 'refused-call', message };
    };
    if (!isOurWindow(sender.webContentsId)) return refuse('The caller is not a window of this app.');
    if (!sender.isMainFrame) return refuse('Only the page itself may call, not a frame in it.');
    if (sender.frameUrl === null || originOf(sender.frameUrl) !== origin) {
      return refuse('The page is not one of this app.');
    }
    if (typeof name !== 'string' || !isChannelName(name)) return refuse('There is no such call.');
    const parsed = channelSchemas[name].args.safeParse(args);
    if (!parsed.success)
      return refuse(`The call ${name} has wrong arguments: ${describeIssue(parsed.error)}`);
    try {
      const handle = handlers[name] as (args: unknown) => Promise<Answer<unknown>>;
      return await handle(parsed.data);
    } catch (error) {
      log.error({ name, error: error instanceof Error ? error.stack : String(error) }, 'A call failed');
      return { ok: false, kind: 'internal', message: 'Something went wrong in the app. Its log says what.' };
    }
  };
}

export type Guard = ReturnType<typeof createGuard>;

function isChannelName(name: string): name is ChannelName {
  return Object.hasOwn(channelSchemas, name);
}

/** Scheme and host. `URL.origin` is "null" for schemes that Node doesn't know, such as `app:`. */
export function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
