/** Arrays that are kept for the next samples. About as many are on their way to the mixer and back. */
const mostSpare = 8;

/** Arrays that are filled again and again, because the audio thread's garbage is collected rarely. */
export function createSpareArrays() {
  const spare: ArrayBufferLike[] = [];
  return {
    /** It may have samples in it. */
    take(length: number): Float32Array {
      const at = spare.findIndex(({ byteLength }) => byteLength >= length * Float32Array.BYTES_PER_ELEMENT);
      const [buffer] = at < 0 ? [] : spare.splice(at, 1);
      return buffer ? new Float32Array(buffer, 0, length) : new Float32Array(length);
    },
    giveBack(arrays: Float32Array[]): void {
      for (const { buffer } of arrays) if (spare.length < mostSpare) spare.push(buffer);
    },
  };
}
