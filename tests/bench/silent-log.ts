import type { Log } from '../../client/common/log.ts';

/** What a bench measures is not what a log costs. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
