import type { Log } from '../../client/common/log.ts';

/** A bench doesn't measure its log. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
