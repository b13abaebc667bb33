import { type RunningProcess, untilAskedToEnd } from '../processes.ts';
import { say } from '../say.mjs';

/**
 * What the end of a program means. `app`: the person closed it, and all ends. `service`: it should have gone on, and
 * all ends with a failure. `errand`: it may end by itself when its work is done.
 */
export type Role = 'app' | 'service' | 'errand';

export type Keep = (running: RunningProcess, role: Role) => void;

/**
 * Waits until someone asks us to end, the app is closed, or a program that should have gone on has ended; then ends
 * all of them, last started first. Answers with our exit code: 0 unless a program ended by itself with a failure.
 *
 * `starting` begins each program and hands it to `keep`, so that one which fails half-way leaves nothing behind.
 */
export async function runUntilEnd(starting: (keep: Keep) => Promise<void>): Promise<number> {
  const running: RunningProcess[] = [];
  let isEnding = false;
  const asked = untilAskedToEnd().then(() => {
    say('Ending…');
    return 0;
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  const keep: Keep = (program, role) => {
    running.push(program);
    void program.ended.then(({ code }) => {
      if (isEnding || (role === 'errand' && code === 0)) return;
      if (role === 'app' && code === 0) say('The app was closed.');
      else say(`${program.name} has ended (code ${code}).`);
      end(role === 'app' ? (code ?? 1) : code || 1);
    });
  };
  try {
    const begun = starting(keep);
    // Should we be asked to end first, what it is just starting ends with this process.
    begun.catch(() => {});
    const early = await Promise.race([begun, asked]);
    return early ?? (await Promise.race([asked, ended]));
  } finally {
    isEnding = true;
    for (const program of running.reverse()) await program.stop();
  }
}
