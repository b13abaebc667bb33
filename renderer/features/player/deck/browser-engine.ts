import { createOutlet, type Outlet, type Output } from '../output.ts';
import type { FeederOrder, FeederReport, MixerReport } from './deck-messages.ts';
import workletUrl from './deck-worklet.ts?worker&url';
import type { Engine, EngineListeners } from './engine.ts';

/** The audio device isn't touched before `start`. */
export function createEngine(output: Output, listeners: EngineListeners): Engine {
  const worker = new Worker(new URL('./deck-worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<FeederReport>) => listeners.onFeeder(data);
  worker.onerror = listeners.onBroken;
  const tell = (order: FeederOrder, transfer: Transferable[] = []) => worker.postMessage(order, transfer);
  let starting: Promise<AudioWorkletNode> | null = null;
  let mixer: AudioWorkletNode | null = null;
  let outlet: Outlet | null = null;
  let isDisposed = false;
  const holder = {};

  async function createMixer(): Promise<AudioWorkletNode> {
    await output.load(new URL(workletUrl, import.meta.url));
    const context = output.context();
    const node = new AudioWorkletNode(context, 'deck', { outputChannelCount: [2] });
    node.port.onmessage = ({ data }: MessageEvent<MixerReport>) => listeners.onMixer(data);
    node.onprocessorerror = listeners.onBroken;
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage(port1, [port1]);
    tell({ kind: 'connect', rate: context.sampleRate, port: port2 }, [port2]);
    return node;
  }

  return {
    // The worker's own address is another one.
    open: (side, address) => tell({ kind: 'open', side, address: new URL(address, document.baseURI).href }),
    async start() {
      try {
        starting ??= createMixer();
        mixer = await starting;
      } catch {
        // Its script can't be loaded, as in a browser that went offline. The next start tries again.
        starting = null;
        listeners.onBroken();
        throw new Error('The audio device has no mixer');
      }
      if (!isDisposed) {
        outlet ??= createOutlet(mixer);
        await output.hold(holder);
      }
      return mixer.context.sampleRate;
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
      worker.terminate();
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
