/** The two versions of a comparison. */
export type Side = 'a' | 'b';

export type Sides<Value> = { a: Value; b: Value };

export const sides: readonly Side[] = ['a', 'b'];

export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a');

export function eachSide<Value>(of: (side: Side) => Value): Sides<Value> {
  return { a: of('a'), b: of('b') };
}
