import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BesideDesktop, createBeside, noBesideDesktop } from '../../../main/beside/create-beside.ts';
import type { BesideState } from '../../../protocol/ipc/beside.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const minute = 60_000;
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function start(
  options: {
    path?: string;
    clock?: ReturnType<typeof createMovedClock>;
    processes?: string[];
    platform?: 'linux' | 'win32';
  } & Partial<BesideDesktop> = {},
) {
  const { path = join(await temporaryFolder('beside'), 'beside.json'), clock = createMovedClock() } = options;
  const states: BesideState[] = [];
  let looks = 0;
  const beside = createBeside({
    ...{ path, clock, log: createQuietLog(), platform: options.platform ?? 'linux' },
    desktop: { ...noBesideDesktop, ...options },
    listProcesses: async () => {
      looks += 1;
      return options.processes ?? [];
    },
  });
  beside.onChange((state) => states.push(state));
  await beside.start();
  disposeLater(beside.stop);
  return { beside, path, clock, states, looks: () => looks };
}

/** Bytes of the next half minute. */
async function passes(
  throttle: { take(bytes: number): Promise<void> },
  clock: { advance(by: number): void },
) {
  let bytes = 0;
  let isDone = false;
  const send = async () => {
    while (!isDone) {
      await throttle.take(10_000);
      bytes += 10_000;
      // As fast as possible would never end.
      if (bytes > 10 ** 9) return;
    }
  };
  void send();
  for (let second = 0; second < 30; second++) {
    for (let step = 0; step < 20; step++) {
      clock.advance(50);
      await settle();
    }
  }
  isDone = true;
  return bytes / 30;
}

describe('the limits', () => {
  it('are none at first, and nobody looks at the processes', async () => {
    const { beside, looks } = await start();
    expect(beside.uploads.isLimited()).toBe(false);
    expect(beside.downloads.isLimited()).toBe(false);
    expect(looks()).toBe(0);
  });

  it('hold each direction, and the lower one holds while a DAW runs', async () => {
    const { beside, clock, states, looks } = await start({ processes: ['reaper'] });
    await beside.change({ uploadLimit: 400_000, downloadLimit: 50_000 });
    expect(await passes(beside.uploads, clock)).toBeCloseTo(400_000, -5);
    await beside.change({ dawLimit: 100_000 });
    await settle();
    expect(states.at(-1)?.daw).toBe('REAPER');
    expect(looks()).toBeGreaterThan(0);
    const slow = await passes(beside.uploads, clock);
    expect(slow).toBeGreaterThan(90_000);
    expect(slow).toBeLessThan(110_000);
    // The lower of the two holds.
    expect(await passes(beside.downloads, clock)).toBeLessThan(55_000);
    await beside.change({ dawLimit: null });
    expect(states.at(-1)?.daw).toBeNull();
  });

  it('are kept for the next start', async () => {
    const first = await start();
    await first.beside.change({ uploadLimit: 1_000_000, keepsRunning: true, ownDaws: ['OurTracker'] });
    const { beside } = await start({ path: first.path });
    expect(beside.state().settings).toMatchObject({
      ...{ uploadLimit: 1_000_000, keepsRunning: true, ownDaws: ['OurTracker'], downloadLimit: null },
    });
  });
});

describe('the pause while the user records', () => {
  it('ends after its time, and says until when it lasts', async () => {
    const { beside, clock, states } = await start();
    beside.pause.pause(30);
    expect(states.at(-1)?.pause).toEqual({ until: 30 * minute });
    expect(beside.pause.isHeld()).toBe(true);
    clock.advance(29 * minute);
    expect(beside.pause.isHeld()).toBe(true);
    clock.advance(minute);
    expect(beside.pause.isHeld()).toBe(false);
    expect(states.at(-1)?.pause).toBeNull();
  });

  it('lasts until the user resumes, if they say so', async () => {
    const { beside, clock } = await start();
    beside.pause.pause(null);
    clock.advance(30 * 24 * 60 * minute);
    expect(beside.pause.isHeld()).toBe(true);
    beside.pause.resume();
    expect(beside.pause.isHeld()).toBe(false);
  });

  it('lets no download pass meanwhile', async () => {
    const { beside, clock } = await start();
    await beside.change({ downloadLimit: 1_000_000 });
    beside.pause.pause(60);
    let hasPassed = false;
    void beside.downloads.take(1).then(() => {
      hasPassed = true;
    });
    clock.advance(59 * minute);
    await settle();
    expect(hasPassed).toBe(false);
    clock.advance(minute);
    await settle();
    clock.advance(1_000);
    await settle();
    expect(hasPassed).toBe(true);
  });

  it('survives a restart with its end, and not beyond it', async () => {
    const clock = createMovedClock();
    const first = await start({ clock });
    first.beside.pause.pause(60);
    await first.beside.stop();
    expect(JSON.parse(await readFile(first.path, 'utf8')).pause).toEqual({ until: 60 * minute });
    clock.advance(20 * minute);
    const second = await start({ clock, path: first.path });
    expect(second.beside.state().pause).toEqual({ until: 60 * minute });
    await second.beside.stop();
    clock.advance(41 * minute);
    const third = await start({ clock, path: first.path });
    expect(third.beside.state().pause).toBeNull();
  });

  it('ends when the computer wakes after its end', async () => {
    const clock = createMovedClock();
    let asleep = 0;
    const { beside } = await start({ clock: { ...clock, now: () => clock.now() + asleep } });
    beside.pause.pause(30);
    asleep = 31 * minute;
    beside.pause.look();
    expect(beside.pause.isHeld()).toBe(false);
  });
});

describe('the settings', () => {
  it('keep the app in the tray by default only where there surely is one', async () => {
    expect((await start({ platform: 'win32' })).beside.state().settings.keepsRunning).toBe(true);
    expect((await start()).beside.state().settings.keepsRunning).toBe(false);
  });

  it('say which shortcuts the system refused', async () => {
    const { beside } = await start({
      setShortcuts: ({ comment }) => (comment === null ? [] : ['comment']),
    });
    const shortcuts = { playPause: 'Control+Alt+P', comment: 'F9', pause: null };
    expect(await beside.change({ shortcuts })).toMatchObject({ data: { refusedShortcuts: ['comment'] } });
  });

  it('refuse the same keys twice, and change nothing', async () => {
    const { beside } = await start();
    const shortcuts = { playPause: 'F9', comment: 'F9', pause: null };
    expect(await beside.change({ shortcuts, uploadLimit: 500_000 })).toMatchObject({ kind: 'conflict' });
    expect(beside.state().settings).toMatchObject({ uploadLimit: null, shortcuts: { comment: null } });
  });

  it('say it when the start at login can’t be changed', async () => {
    const { beside } = await start({
      setStartsAtLogin: async () => {
        throw new Error('read-only');
      },
    });
    expect(await beside.change({ startsAtLogin: true })).toMatchObject({ ok: false, kind: 'invalid' });
  });
});
