import { AsyncResource } from 'node:async_hooks';

/**
 * The same function, which stays part of the request that calls this, in the log and in traces, wherever it is called.
 * `AsyncLocalStorage.bind` does this too, and takes 20 times as long, because it defines properties of the function.
 */
export function keepContext<Given extends unknown[], Result>(
  run: (...given: Given) => Result,
): (...given: Given) => Result {
  const context = new AsyncResource('kept');
  return (...given) => context.runInAsyncScope(run, undefined, ...given);
}
