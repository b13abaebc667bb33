import type { Handlers } from '../../client/account/handlers/handlers.ts';
import { describeIssue } from '../../client/common/describe-issue.ts';
import type { Log } from '../../client/common/log.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import { type ChannelName, channelSchemas } from '../../protocol/ipc/channels.ts';
import { callText } from '../text/shell.ts';

/** The caller of the bridge. `frameUrl` is null if the frame is already gone. */
export type CallSender = { webContentsId: number; frameUrl: string | null; isMainFrame: boolean };

export type GuardDependencies = {
  handlers: Handlers;
  /** The origin that may call: scheme and host, such as `app://bundle`. */
  origin: string;
  /** Whether these web contents belong to one of our windows. */
  isOurWindow(webContentsId: number): boolean;
  log: Log;
};

/**
 * The only way from the page into the main process. Lets through calls from the main frame of our own window, at our
 * own origin, to an existing channel, with arguments that match its schema. Everything else is refused as a value, so a
 * caller never waits forever and never gets `undefined`. A handler that throws is a bug: it is logged and answered as
 * `internal`.
 */
export function createGuard({ handlers, origin, isOurWindow, log }: GuardDependencies) {
  return async (sender: CallSender, name: unknown, args: unknown): Promise<Answer<unknown>> => {
    const refuse = (message: string): Answer<never> => {
      // Converting something other than text to text may throw.
      const called = typeof name === 'string' ? name.slice(0, 100) : typeof name;
      log.warn({ name: called, message }, 'A call over IPC was refused');
      return { ok: false, kind: 'refused-call', message };
    };
    if (!isOurWindow(sender.webContentsId)) return refuse(callText.notOurWindow);
    if (!sender.isMainFrame) return refuse(callText.notMainFrame);
    if (sender.frameUrl === null || originOf(sender.frameUrl) !== origin) {
      return refuse(callText.notOurPage);
    }
    if (typeof name !== 'string' || !isChannelName(name)) return refuse(callText.unknownCall);
    const parsed = channelSchemas[name].args.safeParse(args);
    if (!parsed.success) return refuse(callText.badArguments(name, describeIssue(parsed.error)));
    try {
      const handle = handlers[name] as (args: unknown) => Promise<Answer<unknown>>;
      return await handle(parsed.data);
    } catch (error) {
      log.error({ name, error: error instanceof Error ? error.stack : String(error) }, 'A call failed');
      return { ok: false, kind: 'internal', message: callText.failed };
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
