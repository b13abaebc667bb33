import type { Variant } from './variant.ts';
import { variants } from './variants.ts';

/** Bands under more trouble than is drawn by default. Nothing may be found here either. */
export const hardships: { [Name in string]?: Variant } = {
  /** Again and again, while clients ask and hear often, over connections that are often late. */
  'backups put back': {
    plan: (drawn) => ({
      ...drawn,
      delivery: 'unruly',
      headsMilliseconds: 400,
      delay: { least: 1, most: 2_000 },
      operations: 60,
      lateness: 0.1,
      loss: 0,
      faults: { ...drawn.faults, restore: 8 },
    }),
  },

  /** Hints between them are late, lost, doubled and in another order, and each of them is killed now and then. */
  'two servers': {
    plan: (drawn) => ({
      ...drawn,
      servers: 2,
      faults: { ...drawn.faults, serverCrash: drawn.faults.serverCrash + 1 },
    }),
  },
};

/** A variant or a hardship; undefined for none. */
export function variantNamed(name: string | null | undefined): Variant | undefined {
  if (name === null || name === undefined) return undefined;
  const found = variants[name] ?? hardships[name];
  if (!found)
    throw new Error(`There is no “${name}”: ${Object.keys({ ...variants, ...hardships }).join(', ')}`);
  return found;
}
