import type { Answer } from '../../../protocol/ipc/bridge.ts';
import type { ChannelName, ChannelResult, ParsedChannelArgs } from '../../../protocol/ipc/channels.ts';
import type { ClientAccount } from '../create-account.ts';

/** A handler for each channel. The caller has parsed the arguments. */
export type Handlers = {
  [Name in ChannelName]: (args: ParsedChannelArgs<Name>) => Promise<Answer<ChannelResult<Name>>>;
};

/** The handlers of the channels with these prefixes: `HandlersOf<'bindings' | 'transfers'>`. */
export type HandlersOf<Family extends string> = Pick<Handlers, Extract<ChannelName, `${Family}.${string}`>>;

/** Runs with the signed-in account, or answers `signed-out`. */
export type WithAccount<Account = ClientAccount> = <Data>(
  run: (account: Account) => Answer<Data> | Promise<Answer<Data>>,
) => Promise<Answer<Data>>;

export function done<Data>(data: Data): { ok: true; data: Data } {
  return { ok: true, data };
}

export const nothing: { ok: true; data: null } = { ok: true, data: null };
