import { availableParallelism } from 'node:os';
import { createFairQueue, type FairLimits, type FairQueue } from '../fair-queue.ts';

/**
 * The turns in which passwords are hashed. Each hash takes a processor and 128 MiB for some 450 ms, in one of the four
 * threads that also read files: unbounded, a flood of sign-ins would stop every download. The senders are addresses.
 */
export type PasswordQueue = FairQueue;

/** One processor is left to the thread that answers requests. */
const defaultLimits = { running: availableParallelism() > 2 ? 2 : 1, waitingPerSender: 50, waiting: 150 };

export function createPasswordQueue(limits: FairLimits = defaultLimits): PasswordQueue {
  return createFairQueue(limits);
}
