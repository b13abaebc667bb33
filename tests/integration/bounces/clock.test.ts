import { join } from 'node:path';
import { it, vi } from 'vitest';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { openStudio } from './studio.ts';

const sound = (seed: number) => ({ format: 'wav-24', frames: 20_000, seed }) as const;
const hour = 3_600_000;

/** Moves what the clock on the wall says, which stands still from then on; timers and monotonic time run on. */
function setClock(by: number): void {
  if (!vi.isFakeTimers()) {
    vi.useFakeTimers({ toFake: ['Date'] });
    disposeLater(() => void vi.useRealTimers());
  }
  vi.setSystemTime(Date.now() + by);
}

/** As `until` does, which measures by the wall. */
async function patiently(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_500; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It never came');
}

it.each([-hour, hour])(
  'a clock that jumps by %i ms while a bounce settles, waits or travels moves nothing',
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
    // Nobody says that the network is back: the wait that has begun ends by itself.
    await patiently(async () => (await studio.readFiles()).length === 2);
  },
  60_000,
);
