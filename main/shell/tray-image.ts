/** The five bars of the logo, as heights in sixteenths. */
const bars = [5, 11, 16, 8, 4];

/**
 * The logo as raw pixels for `nativeImage.createFromBitmap`, 32 bits each. The colour channels are equal, so their order
 * doesn't matter. `level` is the brightness: 0 black, 255 white.
 */
export function drawTrayBitmap(size: number, level: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const pitch = size / bars.length;
  for (const [index, height] of bars.entries()) {
    const left = Math.round(index * pitch);
    const right = Math.max(left + 1, Math.round(index * pitch + pitch * 0.6));
    const top = Math.round((size * (16 - height)) / 32);
    for (let y = top; y < size - top; y++) {
      for (let x = left; x < right; x++)
        pixels.fill(Buffer.from([level, level, level, 255]), (y * size + x) * 4, (y * size + x) * 4 + 4);
    }
  }
  return pixels;
}
