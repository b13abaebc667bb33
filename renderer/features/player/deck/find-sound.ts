/** A short part finds the moments that may be right, and the whole decides between them. In frames. */
const partFrames = 1_024;
/** How alike the part, and then the whole, must be: 1 is exactly. Half a frame apart, high tones cost some of it. */
const likePart = 0.4;
const likeness = 0.5;
/** Music repeats: of moments that are as alike, the nearest to the expected one is meant. */
const asAlike = 1e-3;
/** Mean squares: quieter sound can't be recognised. */
const silence = 1e-8;

/**
 * Finds a recording in a sound that is longer by `reach` at both ends: how many frames later than expected it is there.
 * Null if it isn't, or if the recording is silent.
 */
export function findSound(recording: Float32Array, sound: Float32Array): number | null {
  const reach = Math.floor((sound.length - recording.length) / 2);
  const start = loudestPart(recording);
  const part = recording.subarray(start, start + partFrames);
  if (energyOf(part) < silence * part.length) return null;
  const candidates: { shift: number; fit: number }[] = [];
  for (let shift = -reach; shift <= reach; shift++) {
    const fit = fitAt(part, sound, reach + shift + start);
    if (fit >= likePart) candidates.push({ shift, fit });
  }
  candidates.sort((one, other) => other.fit - one.fit);
  const fits = candidates
    .slice(0, mostCandidates)
    .map(({ shift }) => ({ shift, fit: fitAt(recording, sound, reach + shift) }));
  const best = Math.max(likeness, ...fits.map(({ fit }) => fit));
  const [found] = fits
    .filter(({ fit }) => fit >= best - asAlike)
    .sort((one, other) => Math.abs(one.shift) - Math.abs(other.shift) || other.fit - one.fit);
  if (!found) return null;
  return sharpest(found.shift, (shift) => fitAt(recording, sound, reach + shift));
}

/** More than a steady tone has periods within reach would be no help. */
const mostCandidates = 400;

/** The best moment beside one that is nearly as good. */
function sharpest(shift: number, fitOf: (shift: number) => number): number {
  let at = shift;
  while (fitOf(at + 1) > fitOf(at)) at++;
  while (fitOf(at - 1) > fitOf(at)) at--;
  return at;
}

function loudestPart(recording: Float32Array): number {
  let [best, most] = [0, -1];
  for (let start = 0; start + partFrames <= recording.length; start += partFrames / 2) {
    const energy = energyOf(recording.subarray(start, start + partFrames));
    if (energy > most) [best, most] = [start, energy];
  }
  return best;
}

function energyOf(samples: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < samples.length; at++) sum += (samples[at] as number) ** 2;
  return sum;
}

/** From -1 to 1; 0 for silence, and outside of the sound. */
function fitAt(recording: Float32Array, sound: Float32Array, from: number): number {
  if (from < 0 || from + recording.length > sound.length) return 0;
  let [both, own, other] = [0, 0, 0];
  for (let at = 0; at < recording.length; at++) {
    const [x, y] = [recording[at] as number, sound[from + at] as number];
    both += x * y;
    own += x * x;
    other += y * y;
  }
  return own > 0 && other > 0 ? both / Math.sqrt(own * other) : 0;
}
