import { type Clock, systemClock } from './clock.ts';
import { newId } from './new-id.ts';

/** Everything besides the input that makes runs differ. Passed in, so a test or a simulation can replace it. */
export type Environment = {
  clock: Clock;
  /** At least 0, less than 1. */
  random(): number;
  /** Unique; an id made later sorts later. */
  newId(): string;
};

export const systemEnvironment: Environment = { clock: systemClock, random: Math.random, newId };
