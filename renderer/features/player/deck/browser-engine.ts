import { createOutlet, type Outlet, type Output } from '../output.ts';
import type { FeederOrder, FeederReport, MixerReport } from './deck-messages.ts';
import workletUrl from './deck-worklet.ts?worker&url';
import type { Engine, EngineListeners } from './engine.ts';

/** The audio device isn't touched before `start`. */
export function createEngine(output: Output, listeners: EngineListeners): Engine {
  let starting: Promise<AudioWorkletNode> | null = null;
  let mixer: AudioWorkletNode | null = null;
  let outlet: Outlet | null = null;
  let isDisposed = false;
  const holder = {};
  let worker: Worker | null = null;

  /** The worker, or another one in place of one that broke. */
  function feeder(): Worker {
    if (worker) return worker;
    const made = new Worker(new URL('./deck-worker.ts', import.meta.url), { type: 'module' });
    made.onmessage = ({ data }: MessageEvent<FeederReport>) => listeners.onFeeder(data);
    // As when its script can't be loaded, in a browser that went offline.
    made.onerror = () => {
      made.terminate();
      if (worker === made) worker = null;
      listeners.onBroken();
    };
    worker = made;
    if (mixer) connect(made, mixer);
    return made;
  }

  function connect(to: Worker, { context, port }: AudioWorkletNode): void {
    const { port1, port2 } = new MessageChannel();
    port.postMessage(port1, [port1]);
    const order: FeederOrder = { kind: 'connect', rate: context.sampleRate, port: port2 };
    to.postMessage(order, [port2]);
  }

  const tell = (order: FeederOrder) => feeder().postMessage(order);

  async function createMixer(): Promise<AudioWorkletNode> {
    await output.load(new URL(workletUrl, import.meta.url));
    const context = output.context();
    const node = new AudioWorkletNode(context, 'deck', { outputChannelCount: [2] });
    node.port.onmessage = ({ data }: MessageEvent<MixerReport>) => listeners.onMixer(data);
    node.onprocessorerror = listeners.onBroken;
    mixer = node;
    if (worker) connect(worker, node);
    return node;
  }

  return {
    // The worker's own address is another one.
    open: (side, address) => tell({ kind: 'open', side, address: new URL(address, document.baseURI).href }),
    async start() {
      starting ??= createMixer();
      const node = await starting.catch(() => {
        // Its script can't be loaded, as in a browser that went offline. The next start tries again.
        starting = null;
        listeners.onBroken();
        throw new Error('The audio device has no mixer');
      });
      if (!isDisposed) {
        outlet ??= createOutlet(node);
        await output.hold(holder);
      }
      return node.context.sampleRate;
    },
    order: (order) => mixer?.port.postMessage(order),
    begin: (timeline) => tell({ kind: 'begin', timeline }),
    change: (timeline) => tell({ kind: 'change', timeline }),
    clock: () => (mixer ? mixer.context.currentTime * mixer.context.sampleRate : 0),
    listenTo(sound) {
      const to = mixer;
      if (!to) return () => {};
      sound.connect(to);
      return () => sound.disconnect(to);
    },
    outlet: () => outlet,
    suspend: () => output.release(holder),
    dispose() {
      isDisposed = true;
      worker?.terminate();
      output.release(holder);
      // After a pause has faded out.
      setTimeout(() => {
        mixer?.port.postMessage({ kind: 'close' });
        mixer?.disconnect();
        outlet?.close();
      }, 100);
    },
  };
}
