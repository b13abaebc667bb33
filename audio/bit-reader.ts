/** Reads bytes bit by bit, the highest bit first. Past the end it reads zeros, and `isOver` is true. */
export type BitReader = {
  /** Reads up to 32 bits as an unsigned number. */
  read(count: number): number;
  /** The same, without moving on. */
  peek(count: number): number;
  skip(count: number): void;
  /** How many ones come before the next zero, up to `most` (at most 25), without moving on. */
  countOnes(most: number): number;
  /** Moves to the next whole byte. */
  align(): void;
  /** Another reader that starts here. */
  fork(): BitReader;
  isOver(): boolean;
};

export function createBitReader(bytes: Uint8Array, start = 0): BitReader {
  let at = start;

  /** At least the next 25 bits, at the top of a 32-bit word. */
  function word(): number {
    const from = at >> 3;
    const first = ((bytes[from] as number) << 24) | ((bytes[from + 1] as number) << 16);
    return (first | ((bytes[from + 2] as number) << 8) | (bytes[from + 3] as number)) << (at & 7);
  }

  function peek(count: number): number {
    if (count === 0) return 0;
    if (count <= 25) return word() >>> (32 - count);
    const upper = word() >>> 16;
    at += 16;
    const lower = word() >>> (48 - count);
    at -= 16;
    return upper * 2 ** (count - 16) + lower;
  }

  return {
    peek,
    read(count) {
      const value = peek(count);
      at += count;
      return value;
    },
    skip(count) {
      at += count;
    },
    countOnes: (most) => Math.min(most, Math.clz32(~word())),
    align() {
      at = (at + 7) & ~7;
    },
    fork: () => createBitReader(bytes, at),
    isOver: () => at > bytes.length * 8,
  };
}
