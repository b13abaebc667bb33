import { createHash } from 'node:crypto';
import { decodePeaks } from '../../audio/peaks-format.ts';
import { hashOf } from '../../common/hue.ts';
import { type Colour, encodePng } from './png.ts';

const width = 1200;
const height = 630;
const [barWidth, barStep, margin] = [8, 12, 60];
const bars = Math.floor((width - 2 * margin) / barStep);
const [middle, reach] = [height / 2, 230];

/** The most pictures that are kept, of some 10 KB each. */
const mostKept = 100;

/** The hues of `renderer/ui/colours.css`. */
const hues = [350, 195, 110, 285, 50, 240, 155, 320] as const;

/** The picture of a pasted link: the waveform of its first song in that song's hue. */
export function createPreviewImages() {
  const kept = new Map<string, Buffer>();
  return {
    /** `key` decides the hue; without a waveform, the bars are drawn from it too. */
    async draw(key: string, peaks: Uint8Array | null): Promise<Buffer> {
      const name = createHash('sha256')
        .update(key)
        .update(peaks ?? '')
        .digest('hex');
      const known = kept.get(name);
      if (known) return known;
      const image = await drawImage(key, peaks);
      const [oldest] = kept.keys();
      if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
      kept.set(name, image);
      return image;
    },
  };
}

function drawImage(key: string, bytes: Uint8Array | null): Promise<Buffer> {
  const levels = levelsOf(bytes) ?? Array.from({ length: bars }, (_, bar) => dreamt(key, bar));
  const indexes = new Uint8Array(width * height);
  const fill = (left: number, above: number, below: number, colour: number) => {
    for (let row = Math.round(middle - above); row < Math.round(middle + below); row += 1)
      indexes.fill(colour, row * width + left, row * width + left + barWidth);
  };
  for (const [bar, { up, down }] of levels.entries()) {
    const left = margin + bar * barStep;
    const [above, below] = [Math.max(3, up * reach), Math.max(3, down * reach)];
    fill(left, above, below, 1);
    fill(left, 0.55 * above, 0.55 * below, 2);
  }
  const hue = hues[hashOf(key) % hues.length] ?? hues[0];
  const colours = [oklch(0.192, 0.004, 70), oklch(0.54, 0.085, hue), oklch(0.82, 0.1, hue)];
  return encodePng({ width, height, colours, indexes });
}

type Level = { up: number; down: number };

/** The highest and lowest point of each bar, between their peak and their mean as in the app. */
function levelsOf(bytes: Uint8Array | null): Level[] | null {
  // A copy, because a buffer of Node may be a part of a larger one.
  const peaks = bytes && decodePeaks(Uint8Array.from(bytes));
  const length = peaks ? peaks.points.length / 2 : 0;
  if (!peaks || length === 0) return null;
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.min(length - 1, Math.floor((bar * length) / bars));
    const to = Math.min(length, Math.max(from + 1, Math.ceil(((bar + 1) * length) / bars)));
    const [highs, lows] = [0, 0].map(() => ({ most: 0, sum: 0 })) as [Reach, Reach];
    for (let point = from; point < to; point += 1) {
      add(lows, -(peaks.points[2 * point] ?? 0));
      add(highs, peaks.points[2 * point + 1] ?? 0);
    }
    return { up: levelOf(highs, to - from), down: levelOf(lows, to - from) };
  });
}

type Reach = { most: number; sum: number };

function add(reached: Reach, value: number): void {
  reached.most = Math.max(reached.most, value);
  reached.sum += Math.max(0, value);
}

const levelOf = ({ most, sum }: Reach, count: number) => (0.72 * most + (0.28 * sum) / count) / 128;

/** A waveform that is none, the same for each key. */
function dreamt(key: string, bar: number): Level {
  const swell = 0.35 + 0.3 * Math.sin((Math.PI * bar) / bars);
  const level = swell * (0.4 + (hashOf(`${bar} ${key}`) % 100) / 160);
  return { up: level, down: level };
}

/** A colour of the app's palette in sRGB (the formulas of OKLab), with what is out of reach clipped. */
function oklch(lightness: number, chroma: number, hue: number): Colour {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const byte = (value: number) => {
    const curved = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, curved)));
  };
  return [
    byte(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    byte(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    byte(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}
