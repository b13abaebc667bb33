import { readWebBuild, type WebBuild } from './web-build.ts';

/** How often requests for missing files may have the build read again, in milliseconds. */
const rereadMilliseconds = 1_000;

/** The build in memory; null if there is none. `path`: the file that is wanted of it. */
export type HeldBuild = (path: string) => Promise<WebBuild | null>;

/** Reads the build on the first request, and again on a request for a file of a newer build. */
export function createHeldBuild(directory: string): HeldBuild {
  let build: WebBuild | null = null;
  let reading: Promise<void> | undefined;
  let readAgainAt = Number.NEGATIVE_INFINITY;

  /** One read at a time, shared by everyone who waits. The current build stays until a complete new one is found. */
  function read(): Promise<void> {
    reading ??= readWebBuild(directory)
      .then((found) => {
        build = found ?? build;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  return async (path) => {
    if (build === null) await read();
    else if (path.startsWith('/assets/') && !build.has(path) && performance.now() >= readAgainAt) {
      readAgainAt = performance.now() + rereadMilliseconds;
      await read();
    }
    return build;
  };
}
