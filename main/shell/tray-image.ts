import { crc32, deflateSync } from 'node:zlib';

/** The states of the lamp that can be told apart in 16 pixels. */
export const trayLamps = ['safe', 'working', 'offline', 'problem', 'paused'] as const;
export type TrayLamp = (typeof trayLamps)[number];

type Colour = readonly [red: number, green: number, blue: number];
type Shape = (x: number, y: number) => boolean;

/** The five bars of the logo, as heights in sixteenths. */
const bars = [5, 11, 16, 8, 4];
/** The lamp is in the corner, in sixteenths. */
const lampAt = { x: 11.8, y: 11.8, radius: 3.9 };
const gap = 1.1;

/** Light grey is visible on dark and on light bars. */
const grey: Colour = [200, 200, 200];
const colours: Record<TrayLamp, Colour> = {
  safe: [88, 190, 112],
  working: [92, 160, 245],
  offline: [228, 172, 70],
  problem: [240, 92, 84],
  paused: [228, 172, 70],
};

const distance = (x: number, y: number) => Math.hypot(x - lampAt.x, y - lampAt.y);
const within = (value: number, from: number, to: number) => value >= from && value <= to;

/** Each state has a shape of its own: colour alone isn't seen by everybody, and a template image has none. */
const shapes: Record<TrayLamp, Shape> = {
  safe: (x, y) => distance(x, y) <= lampAt.radius - 0.6,
  // An arrow upwards.
  working: (x, y) => within(y, 8, 15.4) && Math.abs(x - lampAt.x) <= (y - 7.6) * 0.55,
  offline: (x, y) => within(distance(x, y), lampAt.radius - 1.5, lampAt.radius),
  // With an exclamation mark cut out.
  problem: (x, y) =>
    distance(x, y) <= lampAt.radius + 0.3 &&
    !(Math.abs(x - lampAt.x) <= 0.6 && (within(y, 9.3, 12.4) || within(y, 13.3, 14.5))),
  paused: (x, y) => within(y, 8.3, 15.3) && within(Math.abs(x - lampAt.x), 0.8, 2.8),
};

function isBar(x: number, y: number): boolean {
  const pitch = 16 / bars.length;
  const index = Math.min(bars.length - 1, Math.floor(x / pitch));
  const height = bars[index] ?? 0;
  return x - index * pitch <= pitch * 0.62 && Math.abs(y - 8) <= height / 2;
}

/**
 * The icon as a PNG: the logo with the lamp, or alone (null). As a template image (macOS) it is black, and `safe` is the
 * logo alone, because the menu bar is meant to be quiet.
 */
export function drawTrayImage(lamp: TrayLamp | null, size: number, isTemplate: boolean): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const shape = lamp === null || (isTemplate && lamp === 'safe') ? null : shapes[lamp];
  const logo: Colour = isTemplate ? [0, 0, 0] : grey;
  const colour: Colour = isTemplate || lamp === null ? [0, 0, 0] : colours[lamp];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let ofLamp = 0;
      let ofLogo = 0;
      for (let sample = 0; sample < 16; sample++) {
        const x = ((column + (sample % 4) / 4 + 0.125) * 16) / size;
        const y = ((row + Math.floor(sample / 4) / 4 + 0.125) * 16) / size;
        if (shape?.(x, y)) ofLamp++;
        else if (isBar(x, y) && !(shape && distance(x, y) <= lampAt.radius + gap)) ofLogo++;
      }
      const covered = ofLamp + ofLogo;
      if (covered === 0) continue;
      const at = (row * size + column) * 4;
      for (const channel of [0, 1, 2] as const)
        pixels[at + channel] = Math.round((ofLamp * colour[channel] + ofLogo * logo[channel]) / covered);
      pixels[at + 3] = Math.round((covered / 16) * 255);
    }
  }
  return png(pixels, size);
}

/** RGBA pixels of a square as a PNG, which every system reads alike. */
function png(pixels: Buffer, size: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits each of red, green, blue and opacity.
  header.set([8, 6], 8);
  const rows = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(row * size * 4, (row + 1) * size * 4)]),
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
