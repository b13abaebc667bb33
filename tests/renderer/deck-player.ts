import { createDeck } from '../../renderer/features/player/deck/deck.ts';
import type { MixerOrder, MixerReport } from '../../renderer/features/player/deck/deck-messages.ts';
import type { EngineListeners } from '../../renderer/features/player/deck/engine.ts';
import type { Timeline } from '../../renderer/features/player/deck/timeline.ts';
import { createPlayer } from '../../renderer/features/player/player.ts';
import { SoundSwitch } from '../../renderer/features/player/sound-switch.ts';
import type { Track } from '../../renderer/features/player/track.ts';
import { SilentSound, silentOutlet } from './silent-sound.ts';

export const rate = 48_000;

export const track = (fileId: string, loudness: number | null = null): Track => ({
  projectId: 'ep',
  cutId: 'c',
  fileId,
  cutName: 'Dune',
  vibeName: 'Dune',
  fileName: `${fileId}.wav`,
  version: 1,
  versionName: 'v1',
  versionIds: ['a', 'b', 'c'],
  duration: 60,
  loudness,
});

/** An engine that only writes down what it is told. Tests send its reports. */
export class SilentEngine {
  opened: string[] = [];
  orders: MixerOrder[] = [];
  timelines: Timeline[] = [];
  changes: Timeline[] = [];
  isRunning = false;
  isDisposed = false;
  starts = 0;
  now = 0;
  listeners: EngineListeners;

  constructor(listeners: EngineListeners) {
    this.listeners = listeners;
  }
  open(side: string, address: string) {
    this.opened.push(`${side} ${address}`);
  }
  async start() {
    this.starts++;
    this.isRunning = true;
    return rate;
  }
  order(order: MixerOrder) {
    this.orders.push(order);
  }
  begin(timeline: Timeline) {
    this.timelines.push(timeline);
  }
  change(timeline: Timeline) {
    this.changes.push(timeline);
  }
  clock() {
    return this.now;
  }
  /** Whether it hears the sound before. */
  isListening = false;
  listenTo() {
    this.isListening = true;
    return () => {
      this.isListening = false;
    };
  }
  outlet() {
    return this.ownOutlet;
  }
  readonly ownOutlet = silentOutlet();
  suspend() {
    this.isRunning = false;
  }
  dispose() {
    this.isDisposed = true;
  }

  last<Kind extends MixerOrder['kind']>(kind: Kind) {
    type Order = Extract<MixerOrder, { kind: Kind }>;
    return this.orders.filter((order): order is Order => order.kind === kind).at(-1);
  }
  openBoth(seconds = 60) {
    for (const side of ['a', 'b'] as const) this.listeners.onFeeder({ kind: 'opened', side, seconds });
  }
  /** Reports that this many seconds were played since the last seek. */
  report(seconds: number, more: Partial<MixerReport> = {}) {
    this.reportAt(seconds * rate, more);
  }
  /** Reports at this frame of the device's clock. */
  reportAt(clock: number, more: Partial<MixerReport> = {}) {
    this.now = clock;
    this.listeners.onMixer({
      generation: this.timelines.at(-1)?.generation ?? 0,
      played: clock,
      clock: this.now,
      sounding: 'a',
      isReady: { a: true, b: true },
      isStarved: false,
      hasEnded: false,
      isSilent: false,
      joinsAt: null,
      hasMissed: false,
      ...more,
    });
  }
}

/** A player and a deck without a browser. */
export function startDeckPlayer(prepare: (engine: SilentEngine) => void = () => {}) {
  const element = new SilentSound();
  const sound = new SoundSwitch(element);
  const explain = async (fileId: string, error: MediaError | null) => `${fileId}: ${error?.code}`;
  const { player } = createPlayer(sound, explain, () => () => {});
  const engines: SilentEngine[] = [];
  const { deck } = createDeck(
    player,
    sound,
    (listeners) => {
      engines.push(new SilentEngine(listeners));
      prepare(engines.at(-1) as SilentEngine);
      return engines.at(-1) as SilentEngine;
    },
    explain,
  );
  return { element, player, deck, engine: () => engines.at(-1) as SilentEngine, engines };
}
