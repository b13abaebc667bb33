import { otherSide, type Side } from '../../../../audio/difference/alignment.ts';

export { otherSide, type Side };

export type Sides<Value> = { a: Value; b: Value };

export const sides: readonly Side[] = ['a', 'b'];

export function eachSide<Value>(of: (side: Side) => Value): Sides<Value> {
  return { a: of('a'), b: of('b') };
}
