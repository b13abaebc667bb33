/** Where a sound leaves for the audio device. */
export type Outlet = {
  /** Its sound before the fade. */
  node: AudioNode;
  /** Fades out from a moment of the device's clock on. Both in seconds. */
  fadeOut(at: number, seconds: number): void;
  /** Ends a fade. */
  restore(): void;
  close(): void;
};

/** The way to the audio device. All sound takes it, so that everything has one clock. */
export type Output = {
  /** Opens the device, unless it is open. It throws where there can be none. */
  context(): AudioContext;
  /** Keeps the device running until `release`, which suspends it when nobody else holds it. */
  hold(holder: object): Promise<void>;
  release(holder: object): void;
  /** Uses another device; empty: the system's. Nothing is opened for it. */
  setDevice(id: string): void;
  /** How long the device holds a sound before it is heard, in seconds; 0 while nothing has been heard yet. */
  latency(): number;
  /** Loads a script for the audio thread, once. */
  load(script: URL): Promise<void>;
  dispose(): void;
};

/** `AudioContext.setSinkId` of the Web Audio API, which TypeScript's library doesn't have yet. */
type Routed = AudioContext & { setSinkId?(id: string): Promise<void> };

/** For what still comes out after a pause, in milliseconds. */
const lingering = 150;

/**
 * Nothing touches the device before the first `hold` or `context`. `deviceOf` answers with the device to use first.
 */
export function createOutput(
  deviceOf: () => Promise<string> = async () => '',
  create: () => AudioContext = () => new AudioContext({ latencyHint: 'playback' }),
): Output {
  let context: AudioContext | null = null;
  let device: string | null = null;
  const scripts = new Map<string, Promise<void>>();
  const holders = new Set<object>();

  const open = () => {
    context ??= create();
    return context;
  };

  function suspendSoon(): void {
    setTimeout(() => {
      // Also while it is still being resumed: that would end after this, and nobody would end it.
      if (holders.size === 0 && context && context.state !== 'closed') void context.suspend();
    }, lingering);
  }

  /** A device that is gone, or that the page may not use, leaves the one before. */
  async function route(id: string): Promise<void> {
    device = id;
    await (context as Routed | null)?.setSinkId?.(id).catch(() => undefined);
  }

  return {
    context: open,
    async hold(holder) {
      holders.add(holder);
      const opened = open();
      if (device === null) {
        const first = await deviceOf();
        if (first !== '') await route(first);
        device ??= first;
      }
      if (!holders.has(holder)) return;
      await opened.resume();
      if (holders.size === 0) suspendSoon();
    },
    release(holder) {
      if (holders.delete(holder) && holders.size === 0) suspendSoon();
    },
    setDevice(id) {
      if (id !== device && context) void route(id);
    },
    latency: () => (context?.state === 'running' ? context.outputLatency || context.baseLatency : 0),
    async load(script) {
      const { audioWorklet } = open();
      const loading = scripts.get(script.href) ?? audioWorklet.addModule(script);
      scripts.set(script.href, loading);
      // As in a browser that went offline: the next one tries again.
      await loading.catch((error) => {
        scripts.delete(script.href);
        throw error;
      });
    },
    dispose() {
      if (context && context.state !== 'closed') void context.close();
    },
  };
}

/** Connects a sound with the device. */
export function createOutlet(node: AudioNode): Outlet {
  const { context } = node;
  const gain = context.createGain();
  node.connect(gain).connect(context.destination);
  return {
    node,
    fadeOut(at, seconds) {
      gain.gain.setValueAtTime(1, at);
      gain.gain.linearRampToValueAtTime(0, at + seconds);
    },
    restore() {
      gain.gain.cancelScheduledValues(0);
      gain.gain.setValueAtTime(1, context.currentTime);
    },
    close: () => gain.disconnect(),
  };
}
