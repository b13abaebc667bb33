import { volumeOf } from './volume.ts';

/**
 * Runs file operations so that a dead volume can't block the app. A share whose server is gone may not answer for
 * hours, and each operation that waits for it holds one of the process's few threads for files. Every file operation
 * of the bounces goes through here.
 */
export type Disk = {
  /**
   * Runs a few operations at a time on each volume; the others queue. Rejects with `VolumeSilent` if the volume of
   * `path` takes too long, or still owes an answer to another operation: then this one is not started. `late` gets a
   * result that arrives after that.
   */
  run<Result>(
    path: string,
    operation: () => Promise<Result>,
    late?: (result: Result) => void,
  ): Promise<Result>;
  /** For operations that take long: not queued, and each call of `alive` shows that the volume still answers. */
  runLong<Result>(path: string, operation: (alive: () => void) => Promise<Result>): Promise<Result>;
  /** Whether the volume has owed an answer for too long. */
  isSilent(path: string): boolean;
  /** Whether any volume is silent. Such a process can't exit normally, because exiting waits for its threads. */
  isHeldUp(): boolean;
};

/** Has the `code` that a soft mount gives in the same situation. */
export class VolumeSilent extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(volume: string) {
    super(`${volume} does not answer`);
  }
}

type Volume = { name: string; running: number; silent: number; queue: Waiting[] };
type Waiting = { begin(): void; refuse(error: Error): void };

/** A sleeping disk takes some seconds to spin up. */
const usualPatience = 10_000;
/** On each volume. A running operation holds a thread. */
const usualAtATime = 3;

export function createDisk({
  patienceMilliseconds = usualPatience,
  atATime = usualAtATime,
  nameVolume = volumeOf as (path: string) => string,
} = {}): Disk {
  const volumes = new Map<string, Volume>();

  function volumeAt(path: string): Volume {
    const name = nameVolume(path);
    const volume = volumes.get(name) ?? { name, running: 0, silent: 0, queue: [] };
    volumes.set(name, volume);
    return volume;
  }

  function start<Result>(
    volume: Volume,
    operation: (alive: () => void) => Promise<Result>,
    ended: () => void,
    late: (result: Result) => void = () => undefined,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      let isSilent = false;
      const timer = setTimeout(() => {
        isSilent = true;
        volume.silent++;
        const error = new VolumeSilent(volume.name);
        reject(error);
        for (const waiting of volume.queue.splice(0)) waiting.refuse(error);
      }, patienceMilliseconds);
      operation(() => void (isSilent || timer.refresh()))
        .then((result) => (isSilent ? late(result) : resolve(result)), reject)
        .finally(() => {
          clearTimeout(timer);
          if (isSilent) volume.silent--;
          ended();
        });
    });
  }

  return {
    run(path, operation, late) {
      const volume = volumeAt(path);
      if (volume.silent > 0) return Promise.reject(new VolumeSilent(volume.name));
      return new Promise((resolve, reject) => {
        const begin = () => {
          volume.running++;
          const ended = () => {
            volume.running--;
            volume.queue.shift()?.begin();
          };
          start(volume, operation, ended, late).then(resolve, reject);
        };
        if (volume.running < atATime) begin();
        else volume.queue.push({ begin, refuse: reject });
      });
    },
    runLong(path, operation) {
      const volume = volumeAt(path);
      if (volume.silent > 0) return Promise.reject(new VolumeSilent(volume.name));
      return start(volume, operation, () => undefined);
    },
    isSilent: (path) => volumeAt(path).silent > 0,
    isHeldUp: () => [...volumes.values()].some(({ silent }) => silent > 0),
  };
}
