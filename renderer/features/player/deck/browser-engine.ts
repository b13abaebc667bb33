import type { FeederOrder, FeederReport, MixerReport } from './deck-messages.ts';
import workletUrl from './deck-worklet.ts?worker&url';
import type { Engine, EngineListeners } from './engine.ts';

/** The audio device isn't touched before `start`. */
export function createEngine(listeners: EngineListeners): Engine {
  const worker = new Worker(new URL('./deck-worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<FeederReport>) => listeners.onFeeder(data);
  worker.onerror = listeners.onBroken;
  const tell = (order: FeederOrder, transfer: Transferable[] = []) => worker.postMessage(order, transfer);
  let device: { context: AudioContext; mixer: Promise<AudioWorkletNode> } | null = null;
  let mixer: AudioWorkletNode | null = null;
  let isDisposed = false;

  async function createMixer(context: AudioContext): Promise<AudioWorkletNode> {
    await context.audioWorklet.addModule(new URL(workletUrl, import.meta.url));
    const node = new AudioWorkletNode(context, 'deck', { numberOfInputs: 0, outputChannelCount: [2] });
    node.port.onmessage = ({ data }: MessageEvent<MixerReport>) => listeners.onMixer(data);
    node.onprocessorerror = listeners.onBroken;
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage(port1, [port1]);
    tell({ kind: 'connect', rate: context.sampleRate, port: port2 }, [port2]);
    node.connect(context.destination);
    return node;
  }

  return {
    // The worker's own address is another one.
    open: (side, address) => tell({ kind: 'open', side, address: new URL(address, document.baseURI).href }),
    async start() {
      if (!device) {
        const context = new AudioContext({ latencyHint: 'playback' });
        device = { context, mixer: createMixer(context) };
      }
      const { context } = device;
      try {
        mixer = await device.mixer;
      } catch {
        // Its script can't be loaded, as in a browser that went offline. The next start tries again.
        device = null;
        void context.close();
        listeners.onBroken();
        throw new Error('The audio device has no mixer');
      }
      if (!isDisposed) await context.resume();
      return context.sampleRate;
    },
    order: (order) => mixer?.port.postMessage(order),
    begin: (timeline) => tell({ kind: 'begin', timeline }),
    change: (timeline) => tell({ kind: 'change', timeline }),
    clock: () => (device ? device.context.currentTime * device.context.sampleRate : 0),
    untilHeard(frame) {
      if (!device) return 0;
      const { context } = device;
      const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
      const seconds = frame / context.sampleRate;
      // Nothing has come out yet.
      if (contextTime === 0 || performanceTime === 0)
        return seconds - context.currentTime + (context.outputLatency || 0);
      return seconds - contextTime - (performance.now() - performanceTime) / 1_000;
    },
    suspend() {
      if (device?.context.state === 'running') void device.context.suspend();
    },
    dispose() {
      isDisposed = true;
      worker.terminate();
      const context = device?.context;
      // After a pause has faded out.
      if (context && context.state !== 'closed') setTimeout(() => void context.close(), 100);
    },
  };
}
