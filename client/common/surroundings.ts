import { newId } from '../../protocol/wire/id.ts';
import { type Clock, systemClock } from './clock.ts';

/** All that makes one run of the client differ from another, beside what the person and the network do. */
export type Surroundings = {
  clock: Clock;
  /** At least 0, less than 1. */
  random(): number;
  /** Unlike any id that was made before; later ones sort later. */
  newId(): string;
};

export const systemSurroundings: Surroundings = { clock: systemClock, random: Math.random, newId };
