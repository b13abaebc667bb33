import type { Engine } from './engine.ts';
import type { Side, Sides } from './side.ts';

/** Tells the mixer what to do, and keeps the levels for a device that isn't there yet. */
export class MixerOrders {
  readonly #engine: Pick<Engine, 'order'>;
  #volume = 1;
  #sides: Sides<number> = { a: 1, b: 1 };

  constructor(engine: Pick<Engine, 'order'>) {
    this.#engine = engine;
  }

  hear(side: Side): void {
    this.#engine.order({ kind: 'hear', side });
  }

  run(isPlaying: boolean, speed: number): void {
    this.#engine.order({ kind: 'run', isPlaying, speed });
  }

  get volume(): number {
    return this.#volume;
  }
  set volume(volume: number) {
    this.#volume = volume;
    this.sendLevels();
  }

  /** Amplitudes that the sides are multiplied by. */
  setLevels(sides: Sides<number>): void {
    this.#sides = sides;
    this.sendLevels();
  }

  sendLevels(): void {
    this.#engine.order({ kind: 'level', sides: this.#sides, volume: this.#volume });
  }
}
