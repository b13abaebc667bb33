/** PFFFT compiled to WebAssembly. The package has no types; these are the calls that are used here. */
declare module '@echogarden/pffft-wasm/simd' {
  export type Pffft = {
    /** Another array after each time the memory has grown. */
    HEAPF32: Float32Array<ArrayBuffer>;
    /** Answers an address. `kind`: 0 for real signals, 1 for complex ones. */
    _pffft_new_setup(size: number, kind: 0 | 1): number;
    _pffft_aligned_malloc(bytes: number): number;
    /** `direction`: 0 forward, 1 backward. Input and output may be the same address. */
    _pffft_transform_ordered(
      setup: number,
      input: number,
      output: number,
      work: number,
      direction: 0 | 1,
    ): void;
  };
  // biome-ignore lint/style/noDefaultExport: the package exports it so.
  export default function createPffft(): Promise<Pffft>;
}
