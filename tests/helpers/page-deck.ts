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
    state: { get(): { sounding: Side; sideState: Record<Side, 'loading' | 'ready' | 'failed'> } };
    compare(
      a: PageTrack,
      b: PageTrack,
      difference: { alignment?: [{ a: number; b: number }]; gainDecibels?: number | null },
    ): void;
    switchTo(side: Side): void;
    toggle(): void;
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

/** Keeps a copy of all sound that the page makes with Web Audio. Call before the page makes any. */
export async function recordDeck(page: Page): Promise<void> {
  await page.evaluate(`{
    const connect = AudioNode.prototype.connect;
    window.recorded = [];
    AudioNode.prototype.connect = function (to, ...rest) {
      const { context } = this;
      if (to === context.destination && !(this instanceof ScriptProcessorNode)) {
        // Long buffers survive a busy page.
        const tap = context.createScriptProcessor(16384, 2, 1);
        tap.onaudioprocess = ({ inputBuffer, playbackTime }) => {
          const samples = inputBuffer.getChannelData(0).slice();
          window.recorded.push({ at: playbackTime, rate: context.sampleRate, samples });
        };
        connect.call(this, tap);
        connect.call(tap, context.destination);
      }
      return connect.call(this, to, ...rest);
    };
  }`);
}

/** The sound since `recordDeck`, at the rate of the device; null if a busy machine lost a part of it. Starts again. */
export async function readRecording(page: Page): Promise<{ rate: number; samples: number[] } | null> {
  return page.evaluate(() => {
    type Piece = { at: number; rate: number; samples: Float32Array };
    const recorded = (globalThis as unknown as { recorded: Piece[] }).recorded.splice(0);
    const [first] = recorded;
    if (!first) throw new Error('Nothing was recorded');
    const { rate } = first;
    for (const [index, { at, samples }] of recorded.entries()) {
      const late = at - first.at - (index * samples.length) / rate;
      // The times of pieces jitter. A lost one makes all later ones late.
      if (late > (0.9 * samples.length) / rate) return null;
    }
    return { rate, samples: recorded.flatMap(({ samples }) => [...samples]) };
  });
}
