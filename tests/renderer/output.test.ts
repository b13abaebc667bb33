import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutput } from '../../renderer/features/player/output.ts';
import { createOutputChoice } from '../../renderer/features/player/output-device.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An audio context that takes `resumeMilliseconds` to start. */
function fakeContext(resumeMilliseconds = 0) {
  const context = {
    state: 'suspended',
    sinkId: '',
    resume: () =>
      new Promise<void>((resolve) =>
        setTimeout(() => {
          context.state = 'running';
          resolve();
        }, resumeMilliseconds),
      ),
    suspend: async () => {
      context.state = 'suspended';
    },
    close: async () => {
      context.state = 'closed';
    },
    setSinkId: async (id: string) => {
      context.sinkId = id;
    },
  };
  return context;
}

function start(resumeMilliseconds = 0, deviceOf?: () => Promise<string>) {
  const context = fakeContext(resumeMilliseconds);
  let made = 0;
  const output = createOutput(deviceOf, () => {
    made += 1;
    return context as unknown as AudioContext;
  });
  return { output, context, made: () => made };
}

describe('the audio device', () => {
  it('is not touched before something plays, also by the choice of a device', async () => {
    const { output, made } = start();
    output.setDevice('headphones');
    output.release({});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(made()).toBe(0);
  });

  it('is let go when the last one that plays has paused', async () => {
    const { output, context } = start();
    const [element, deck] = [{}, {}];
    await Promise.all([output.hold(element), output.hold(deck), vi.advanceTimersByTimeAsync(1)]);
    output.release(element);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(context.state).toBe('running');
    output.release(deck);
    await vi.advanceTimersByTimeAsync(500);
    expect(context.state).toBe('suspended');
  });

  it('is let go if the pause comes while it still starts', async () => {
    const { output, context } = start(400);
    const element = {};
    const held = output.hold(element);
    await vi.advanceTimersByTimeAsync(10);
    output.release(element);
    await vi.advanceTimersByTimeAsync(2_000);
    await held;
    expect(context.state).toBe('suspended');
  });

  it('goes on if somebody plays again at once', async () => {
    const { output, context } = start();
    const element = {};
    await Promise.all([output.hold(element), vi.advanceTimersByTimeAsync(1)]);
    output.release(element);
    await Promise.all([output.hold(element), vi.advanceTimersByTimeAsync(1)]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(context.state).toBe('running');
  });

  it('is the chosen one from the first sound on', async () => {
    const { output, context } = start(0, async () => 'headphones');
    await Promise.all([output.hold({}), vi.advanceTimersByTimeAsync(1)]);
    expect(context.sinkId).toBe('headphones');
    output.setDevice('');
    expect(context.sinkId).toBe('');
  });
});

const output = (deviceId: string, label: string) => ({ kind: 'audiooutput', deviceId, label });

function choose(kept: Record<string, string> = {}) {
  const devices = Object.assign(new EventTarget(), {
    list: [output('default', 'Default'), output('a', 'Interface'), output('b', 'Headphones')],
    enumerateDevices: async () => devices.list as unknown as MediaDeviceInfo[],
  });
  const store = new Map(Object.entries(kept));
  const used: string[] = [];
  const choice = createOutputChoice(
    devices as never,
    {
      getItem: (name) => store.get(name) ?? null,
      setItem: (name, value) => void store.set(name, value),
      removeItem: (name) => void store.delete(name),
    },
    (id) => used.push(id),
  );
  const plug = async (...list: ReturnType<typeof output>[]) => {
    devices.list = list;
    devices.dispatchEvent(new Event('devicechange'));
    await vi.advanceTimersByTimeAsync(0);
  };
  return { choice, plug, used, store };
}

describe('the choice of a device', () => {
  it('offers the devices by name, without the system’s twice', async () => {
    const { choice } = choose();
    await choice.look();
    expect(choice.state.get().devices).toEqual([
      { id: 'a', name: 'Interface' },
      { id: 'b', name: 'Headphones' },
    ]);
  });

  it('uses the system’s while the chosen one is unplugged, and the chosen one when it is back', async () => {
    const { choice, plug, used } = choose();
    await choice.choose({ id: 'b', name: 'Headphones' });
    await plug(output('a', 'Interface'));
    expect(choice.state.get().isMissing).toBe(true);
    await plug(output('a', 'Interface'), output('b', 'Headphones'));
    expect(choice.state.get().isMissing).toBe(false);
    expect(used).toEqual(['b', '', 'b']);
  });

  it('is remembered, and found by its name if the system has given it another id', async () => {
    const first = choose();
    await first.choice.choose({ id: 'old', name: 'Headphones' });
    const { choice } = choose(Object.fromEntries(first.store));
    expect(await choice.current()).toBe('b');
    await choice.choose(null);
    expect(await choice.current()).toBe('');
  });

  it('offers nothing where the page may not know the names', async () => {
    const { choice, plug } = choose();
    await choice.look();
    await plug(output('', ''));
    expect(choice.state.get().devices).toEqual([]);
  });
});
