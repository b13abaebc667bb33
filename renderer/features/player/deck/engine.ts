import type { Outlet } from '../output.ts';
import type { FeederReport, MixerOrder, MixerReport } from './deck-messages.ts';
import type { Side } from './side.ts';
import type { Timeline } from './timeline.ts';

/** Connects the page with the worker that reads both sides and with the audio thread that mixes them. */
export type Engine = {
  open(side: Side, address: string): void;
  /** Starts the audio device, and resolves to its sample rate. */
  start(): Promise<number>;
  /** Ignored before the first start. */
  order(order: MixerOrder): void;
  begin(timeline: Timeline): void;
  change(timeline: Timeline): void;
  /** The device's clock in frames, as in `MixerReport`. */
  clock(): number;
  /** Lets the mixer hear another sound, until the returned function is called. */
  listenTo(sound: AudioNode): () => void;
  /** Where this sound comes out; null before the first start. */
  outlet(): Outlet | null;
  /** Releases the audio device until the next start. */
  suspend(): void;
  dispose(): void;
};

export type EngineListeners = {
  onMixer(report: MixerReport): void;
  onFeeder(report: FeederReport): void;
  /** The device, or a script of the engine, doesn't work. */
  onBroken(): void;
};

export type EngineFactory = (listeners: EngineListeners) => Engine;
