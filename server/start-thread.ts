import { Worker } from 'node:worker_threads';

/** Starts a thread with a limited heap, which doesn't keep the process alive. */
export function startThread(file: URL, heapMegabytes: number): Worker {
  const started = new Worker(file, {
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    // Decoders print complaints about damaged files. The result says enough.
    stdout: true,
    stderr: true,
  });
  started.unref();
  started.stdout.resume();
  started.stderr.resume();
  return started;
}
