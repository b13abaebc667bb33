import { join } from 'node:path';
import { it, vi } from 'vitest';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { openStudio } from './studio.ts';

const sound = (seed: number) => ({ format: 'wav-24', frames: 20_000, seed }) as const;
const hour = 3_600_000;

/** Sets the wall clock, which then stops; timers and monotonic time continue. */
function setClock(by: number): void {
  if (!vi.isFakeTimers()) {
    vi.useFakeTimers({ toFake: ['Date'] });
    disposeLater(() => void vi.useRealTimers());
  }
  vi.setSystemTime(Date.now() + by);
}

/** Like `until`, which can't be used here because it measures with the wall clock. */
async function patiently(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_500; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('The condition was never met');
}

it.each([-hour, hour])(
  'setting the clock by %i ms while a bounce settles, waits or is sent has no effect',
  async (jump) => {
    const studio = await openStudio();
    await writeBounce(join(studio.folder, 'First.wav'), sound(1));
    setClock(jump);
    await patiently(async () => (await studio.readFiles()).length === 1);
    await studio.server.stop();
    await writeBounce(join(studio.folder, 'Second.wav'), sound(2));
    await patiently(() => studio.transferOf('Second.wav')?.state.kind === 'waiting');
    setClock(jump);
    await studio.server.restart();
    // Nothing reports to the pipeline that the network is back: its own retry must come in time.
    await patiently(async () => (await studio.readFiles()).length === 2);
  },
  60_000,
);
