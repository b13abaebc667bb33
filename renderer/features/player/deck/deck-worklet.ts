import type { CopiedSamples, FeedMessage, MixerOrder } from './deck-messages.ts';
import { Mixer } from './mixer.ts';

// The page's types don't include the audio thread, so only what is used is typed.
type Processor = { readonly port: MessagePort };
declare const AudioWorkletProcessor: new () => Processor;
declare const registerProcessor: (name: string, processor: new () => Processor) => void;
declare const sampleRate: number;
declare const currentFrame: number;

/** Its first message is the port to the feeder, all others are orders. */
class DeckProcessor extends AudioWorkletProcessor {
  #feeder: MessagePort | null = null;
  #isClosed = false;
  readonly #mixer = new Mixer(
    sampleRate,
    (report) => {
      this.port.postMessage(report);
      this.#feeder?.postMessage(report);
    },
    (copied) => {
      const arrays: CopiedSamples = { copied };
      this.#feeder?.postMessage(
        arrays,
        copied.map(({ buffer }) => buffer),
      );
    },
    (listened) => this.#feeder?.postMessage(listened, [listened.samples.buffer]),
  );

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MixerOrder | MessagePort>) => {
      if (data instanceof MessagePort) this.#connect(data);
      else if (data.kind === 'close') this.#isClosed = true;
      else this.#mixer.order(data);
    };
  }

  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const [left, right] = output ?? [];
    if (left && right) this.#mixer.process(left, right, currentFrame, input?.[0]);
    return !this.#isClosed;
  }

  #connect(feeder: MessagePort): void {
    this.#feeder = feeder;
    feeder.onmessage = ({ data }: MessageEvent<FeedMessage>) => this.#mixer.feed(data);
  }
}

registerProcessor('deck', DeckProcessor);
