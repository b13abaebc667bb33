import { type Clock, systemClock } from './clock.ts';

/** A thread of Node's, as far as its beginning and end go. */
type Thread = {
  once(event: 'online' | 'exit', listener: () => void): unknown;
  terminate(): Promise<number>;
};

const longestMilliseconds = 2_000;

/**
 * The same thread, made just now, but `terminate` waits until its code runs, though not for long. Node sometimes aborts
 * the whole process when a thread is ended while it starts.
 */
export function withSafeEnd<Started extends Thread>(thread: Started, clock: Clock = systemClock): Started {
  const started = new Promise<void>((resolve) => {
    thread.once('online', resolve);
    thread.once('exit', resolve);
  });
  const terminate = thread.terminate.bind(thread);
  thread.terminate = async () => {
    const late = Promise.withResolvers<void>();
    const cancel = clock.later(longestMilliseconds, late.resolve);
    await Promise.race([started, late.promise]);
    cancel();
    return terminate();
  };
  return thread;
}
