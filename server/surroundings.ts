import { newId } from '../protocol/wire/id.ts';

/** What makes one run of the server differ from another, beside what it is asked. */
export type Surroundings = {
  now(): Date;
  /** Unlike any id that was made before; later ones sort later. */
  newId(): string;
};

export const systemSurroundings: Surroundings = { now: () => new Date(), newId };
