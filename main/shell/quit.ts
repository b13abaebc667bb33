import type { App } from 'electron';
import type { Log } from '../../client/common/log.ts';

/** How long a quit waits. Unfinished work resumes at the next start. */
const longestStopMilliseconds = 5_000;

/**
 * Delays the first quit until `stop` has ended or taken too long, then exits. A second request (by a person, or by a
 * system that shuts down) is not delayed: everything the app has shown as safe is already on disk.
 */
export function stopBeforeQuit(
  app: Pick<App, 'on' | 'exit'>,
  stop: () => Promise<unknown>,
  log: Log,
  patience = longestStopMilliseconds,
): void {
  let isStopping = false;
  app.on('before-quit', (event) => {
    if (isStopping) return;
    isStopping = true;
    event.preventDefault();
    void stopInTime(stop, log, patience).finally(() => app.exit(0));
  });
}

async function stopInTime(stop: () => Promise<unknown>, log: Log, patience: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, patience, 'limit');
  });
  try {
    if ((await Promise.race([stop(), limit])) === 'limit') log.warn('Quitting without waiting any longer');
  } catch (error) {
    log.error({ error: String(error) }, 'Stopping failed');
  } finally {
    clearTimeout(timer);
  }
}
