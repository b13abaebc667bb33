import { volumeOf } from './volume.ts';

/**
 * What reaches for files. A share whose server is gone may answer nothing at all, for hours, and each operation that
 * waits for it holds one of the process's few threads for files; so every one that the bounces need goes through here.
 */
export type Disk = {
  /**
   * What the operation answers; rejects with `VolumeSilent` where the volume of `path` takes too long, or has not yet
   * answered another one: then nothing is asked of it. Some at a time on each volume, the others stand in line. `late`
   * gets an answer for which nobody waits any more.
   */
  run<Result>(
    path: string,
    operation: () => Promise<Result>,
    late?: (result: Result) => void,
  ): Promise<Result>;
  /** The same for what takes its time, in no line: it says itself, by `alive`, that the volume still answers. */
  runLong<Result>(path: string, operation: (alive: () => void) => Promise<Result>): Promise<Result>;
  /** Whether the volume owes an answer for longer than is usual. */
  isSilent(path: string): boolean;
  /** Whether any does. Such a process can't end by itself: its threads are waited for. */
  isHeldUp(): boolean;
};

/** Its `code` is the one that a soft mount gives for the same. */
export class VolumeSilent extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(volume: string) {
    super(`${volume} does not answer`);
  }
}

type Volume = { name: string; running: number; silent: number; line: Waiting[] };
type Waiting = { begin(): void; refuse(error: Error): void };

/** A disk that was asleep takes some seconds to spin up. */
const usualPatience = 10_000;
/** On each volume; each holds a thread while it lasts. */
const usualAtATime = 3;

export function createDisk({
  patienceMilliseconds = usualPatience,
  atATime = usualAtATime,
  nameVolume = volumeOf as (path: string) => string,
} = {}): Disk {
  const volumes = new Map<string, Volume>();

  function volumeAt(path: string): Volume {
    const name = nameVolume(path);
    const volume = volumes.get(name) ?? { name, running: 0, silent: 0, line: [] };
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
        for (const waiting of volume.line.splice(0)) waiting.refuse(error);
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
            volume.line.shift()?.begin();
          };
          start(volume, operation, ended, late).then(resolve, reject);
        };
        if (volume.running < atATime) begin();
        else volume.line.push({ begin, refuse: reject });
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
