import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCloneCodec } from '../../../tools/electron-host/page/structured-clone.ts';

const codec = createCloneCodec();

describe('a structured clone as text', () => {
  it('gives the same as structuredClone', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
      withBoxedValues: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(codec.decode(codec.encode(value))).toStrictEqual(structuredClone(value));
      }),
    );
  });

  it('keeps an invalid date invalid', () => {
    const date = codec.decode(codec.encode(new Date(Number.NaN))) as Date;
    expect(date.getTime()).toBeNaN();
  });

  it('keeps shared references, and a view on its buffer', () => {
    const shared = { name: 'shared' };
    const [first, second] = codec.decode(codec.encode([shared, shared])) as [object, object];
    expect(first).toBe(second);
    const buffer = new ArrayBuffer(8);
    const [view, whole] = codec.decode(codec.encode([new Uint8Array(buffer, 2, 4), buffer])) as [
      Uint8Array,
      ArrayBuffer,
    ];
    expect([view.byteOffset, view.length, view.buffer === whole]).toEqual([2, 4, true]);
  });

  it.each([() => 1, Symbol('s'), Promise.resolve(), new WeakMap()])('refuses %s', (value) => {
    expect(() => codec.encode({ value })).toThrow('An object could not be cloned.');
  });
});
