import { type RunningProcess, untilAskedToEnd } from '../processes.ts';
import { say } from '../say.mjs';

/**
 * Decides how the end of a program is handled. `app`: the user closed it, so everything ends. `service`: it should have
 * kept running, so everything ends with a failure. `errand`: it ends when its work is done, and the others continue.
 */
export type Role = 'app' | 'service' | 'errand';

export type Keep = (running: RunningProcess, role: Role) => void;

/**
 * Waits until we are asked to end, the app is closed, or a service ends. Then stops all programs, last started first.
 * Returns our exit code: 0 unless a program failed.
 *
 * `starting` starts each program and passes it to `keep`, so that a failure half-way leaves nothing running.
 */
export async function runUntilEnd(starting: (keep: Keep) => Promise<void>): Promise<number> {
  const running: RunningProcess[] = [];
  let isEnding = false;
  const asked = untilAskedToEnd().then(() => {
    say('Stopping…');
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
    const started = starting(keep);
    // If we are asked to end first, a program that is just starting ends with this process.
    started.catch(() => {});
    const early = await Promise.race([started, asked]);
    return early ?? (await Promise.race([asked, ended]));
  } finally {
    isEnding = true;
    for (const program of running.reverse()) await program.stop();
  }
}
