/**
 * A stretch of sound: one array for each channel, all of the same length, full scale = ±1. Floats may exceed it.
 * 64-bit arrays carry samples that 32 bits would round.
 */
export type Planes = (Float32Array | Float64Array)[];
