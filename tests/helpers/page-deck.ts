import type { Page } from '@playwright/test';

type Side = 'a' | 'b';
type PageTrack = { fileId: string; cutId: string; version: number };

/**
 * The player and the deck of an open window, and the tracks of its open cut, as far as tests use them. Written out,
 * because programs without a browser's types use it too.
 */
export type PageDeck = {
  tracks: readonly PageTrack[];
  player: {
    state: { get(): { phase: string; track: PageTrack | null } };
    time(): number;
    play(track: PageTrack, at?: number): void;
    swap(track: PageTrack): void;
    seek(seconds: number): void;
    pause(): void;
    clear(): void;
  };
  deck: {
    state: {
      get(): {
        sounding: Side;
        sideState: Record<Side, 'loading' | 'ready' | 'failed'>;
        gainDecibels: Record<Side, number>;
      };
    };
    compare(
      a: PageTrack,
      b: PageTrack,
      difference: { alignment?: [{ a: number; b: number }]; gainDecibels?: number | null },
    ): void;
    switchTo(side: Side): void;
    toggle(): void;
    leave(): void;
  };
};

/**
 * Makes `bandDeck()` available in the page, which returns a `PageDeck`. So what is heard can be tested apart from the
 * screens. The page must show a cut.
 */
export async function reachDeck(page: { evaluate(script: string): Promise<unknown> }): Promise<void> {
  // A string, because it runs in the page.
  await page.evaluate(`window.bandDeck = () => {
    const root = document.querySelector('#root');
    const entry = root && Object.keys(root).find((key) => key.startsWith('__reactContainer$'));
    const waiting = entry ? [root[entry]] : [];
    for (let fiber = waiting.pop(); fiber; fiber = waiting.pop()) {
      const value = fiber.memoizedProps?.value;
      if (value?.deck && value.player) {
        return { player: value.player, deck: value.deck, tracks: value.open.get()?.tracks ?? [] };
      }
      if (fiber.sibling) waiting.push(fiber.sibling);
      if (fiber.child) waiting.push(fiber.child);
    }
    throw new Error('The page has no deck');
  }`);
}

/**
 * Keeps a copy of all sound that the page makes. Call before the page makes any. The pieces wait in a queue, because a
 * `ScriptProcessorNode` swaps or loses some on a busy machine.
 */
export async function recordDeck(page: { evaluate(script: string): Promise<unknown> }): Promise<void> {
  await page.evaluate(`(() => {
    const connect = AudioNode.prototype.connect;
    const taps = new WeakMap();
    window.recorded = [];
    const read = async (reader, rate) => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        const samples = new Float32Array(value.numberOfFrames);
        value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
        value.close();
        window.recorded.push({ rate, samples });
      }
    };
    const tapOf = (context) => {
      const known = taps.get(context);
      if (known) return known;
      const tap = context.createMediaStreamDestination();
      const [track] = tap.stream.getAudioTracks();
      const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 20_000 });
      void read(readable.getReader(), context.sampleRate);
      taps.set(context, tap);
      return tap;
    };
    AudioNode.prototype.connect = function (to, ...rest) {
      const { context } = this;
      if (to === context.destination) connect.call(this, tapOf(context));
      return connect.call(this, to, ...rest);
    };
  })()`);
}

/** The sound since `recordDeck` or the last reading, at the rate of the device. */
export async function readRecording(page: Page): Promise<{ rate: number; samples: Float32Array }> {
  // A string, because it runs in the page; as text, because a list of a million numbers takes a busy machine many seconds.
  const { rate, url } = await page.evaluate<{ rate: number; url: string }>(`(async () => {
    const recorded = window.recorded.splice(0);
    if (recorded.length === 0) throw new Error('Nothing was recorded');
    const reader = new FileReader();
    const isRead = new Promise((resolve) => reader.addEventListener('load', resolve));
    reader.readAsDataURL(new Blob(recorded.map(({ samples }) => samples)));
    await isRead;
    return { rate: recorded[0].rate, url: reader.result };
  })()`);
  const bytes = Uint8Array.from(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  return { rate, samples: new Float32Array(bytes.buffer) };
}
