import type { ReadableBytes } from '../bytes.ts';

/** Where decoding can begin, and the position of the sample that the decoder is then at. */
export type Place = { at: number; sample: number };

const mostSteps = 24;

/**
 * A place at this sample or less than `near` samples before it, found by reading a few stretches of the file of `span`
 * bytes. If none can be found, `first`.
 */
export async function bisect<Found extends Place>(
  file: ReadableBytes,
  range: { first: Found; end: Place; span: number; near: number },
  sample: number,
  placesIn: (bytes: Uint8Array, position: number) => Found[],
): Promise<Found> {
  let low = range.first;
  let high: Place = range.end;
  for (let step = 0; sample - low.sample >= range.near && step < mostSteps; step++) {
    const share = Math.min(1, (sample - low.sample) / Math.max(1, high.sample - low.sample));
    const aim = low.at + share * (high.at - low.at) - range.span / 2;
    const at = Math.floor(Math.max(low.at + 1, Math.min(aim, high.at - range.span)));
    const places = placesIn(await file.read(at, range.span), at).filter(
      (place) => place.sample > low.sample && place.sample < high.sample,
    );
    const before = places.findLast((place) => place.sample <= sample);
    const after = places.find((place) => place.sample > sample);
    if (!before && !after) break;
    if (before) low = before;
    if (after) high = after;
  }
  return sample - low.sample < range.near ? low : range.first;
}
