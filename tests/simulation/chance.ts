import { createRandom } from '../faults/random.ts';

/** The random choices of a run, drawn from its seed. */
export type Chance = {
  /** At least 0, less than 1. */
  random(): number;
  /** A whole number of at least `least` and at most `most`. */
  between(least: number, most: number): number;
  is(probability: number): boolean;
  /** One of them; undefined if there are none. */
  pick<Item>(items: readonly Item[]): Item | undefined;
  /** One of them, by weight. */
  weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item;
};

export function createChance(seed: number): Chance {
  // Neighbouring seeds must not begin alike.
  const random = createRandom(Math.imul(seed + 1, 0x9e3779b1));
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return {
    random,
    between,
    is: (probability) => random() < probability,
    pick: (items) => items[between(0, items.length - 1)],
    weighted(items) {
      let left = random() * items.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, item] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      throw new Error('There is nothing to choose from');
    },
  };
}
