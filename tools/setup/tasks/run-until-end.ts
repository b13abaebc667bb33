import { type RunningProcess, untilAskedToEnd } from '../processes.ts';
import { say } from '../say.mjs';

/**
 * Waits until someone asks us to end, the app is closed, or a program that should have gone on has ended; then ends
 * all of them, last started first. Answers with our exit code: 0 unless a program ended by itself with a failure.
 *
 * `starting` begins each program and hands it to `keep`, so that one which fails half-way leaves nothing behind.
 */
export async function runUntilEnd(
  starting: (keep: (running: RunningProcess, role: 'app' | 'service') => void) => Promise<void>,
): Promise<number> {
  const running: RunningProcess[] = [];
  let ending = false;
  const asked = untilAskedToEnd().then(() => {
    say('Ending…');
    return 0;
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  const keep = (program: RunningProcess, role: 'app' | 'service') => {
    running.push(program);
    void program.ended.then(({ code }) => {
      if (ending) return;
      if (role === 'app' && code === 0) say('The app was closed.');
      else say(`${program.name} has ended (code ${code}).`);
      end(role === 'app' ? (code ?? 0) : code || 1);
    });
  };
  try {
    const begun = starting(keep);
    const early = await Promise.race([begun.then(() => undefined), asked]);
    if (early !== undefined) {
      // What is being started meanwhile is stopped too, once it is known.
      begun.catch(() => {});
      return early;
    }
    return await Promise.race([asked, ended]);
  } finally {
    ending = true;
    for (const program of running.reverse()) await program.stop();
  }
}
