import type { Log } from '../../client/common/log.ts';

/** A log that keeps its lines for tests that look at them, and prints nothing. */
export function createQuietLog(): Log & { lines: { level: string; message: string }[] } {
  const lines: { level: string; message: string }[] = [];
  const at =
    (level: string) =>
    (first: unknown, second?: unknown): void => {
      const details = typeof first === 'string' ? '' : JSON.stringify(first);
      lines.push({ level, message: `${typeof first === 'string' ? first : second} ${details}`.trim() });
    };
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  } as Log & { lines: typeof lines };
}
