import type { App } from 'electron';
import type { Log } from '../../client/common/log.ts';

/** Beyond this a quit doesn't wait: what isn't finished is taken up at the next start. */
const longestStopMilliseconds = 5_000;

/**
 * Puts the first quit off until `stop` is through, or has taken too long, and exits then. Whoever asks again meanwhile
 * (a person, or a system that shuts down) is not held up: all that the app has said to be safe is on disk already.
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
    if ((await Promise.race([stop(), limit])) === 'limit') log.warn('Quit without waiting any longer');
  } catch (error) {
    log.error({ error: String(error) }, 'Something could not be ended');
  } finally {
    clearTimeout(timer);
  }
}
