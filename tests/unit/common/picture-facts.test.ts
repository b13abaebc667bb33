import { describe, expect, it } from 'vitest';
import { readPictureFacts } from '../../../common/picture-facts.ts';
import { makePng, pngClaiming, pngOf } from '../../helpers/pictures.ts';

/** JPEG: start, an application segment, fill bytes, a frame header of the given size, and the beginning of the scan. */
function jpeg(width: number, height: number): Buffer {
  const frame = [
    0xff,
    0xff,
    0xc2,
    0,
    11,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    1,
    1,
    0x11,
    0,
  ];
  return Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 4, 1, 2, ...frame, 0xff, 0xda, 0, 2]);
}

function webp(kind: string, data: number[]): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(`RIFF0000WEBP${kind}`), size, Buffer.from(data)]);
}

describe('readPictureFacts', () => {
  it('reads the size of each format', () => {
    expect(readPictureFacts(makePng(30, 20))).toEqual({
      ...{ mimeType: 'image/png', width: 30, height: 20, isAnimated: false },
    });
    expect(readPictureFacts(jpeg(3000, 2000))).toMatchObject({
      ...{ mimeType: 'image/jpeg', width: 3000, height: 2000 },
    });
    const lossy = webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00]);
    expect(readPictureFacts(lossy)).toMatchObject({ mimeType: 'image/webp', width: 320, height: 240 });
    const bits = 511 | (255 << 14);
    const lossless = webp('VP8L', [0x2f, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, bits >>> 24]);
    expect(readPictureFacts(lossless)).toMatchObject({ width: 512, height: 256 });
    const extended = webp('VP8X', [0x02, 0, 0, 0, 0xff, 0x01, 0, 0xff, 0, 0x01]);
    expect(readPictureFacts(extended)).toMatchObject({ width: 512, height: 65_792, isAnimated: true });
    expect(readPictureFacts(Buffer.from('GIF89a\x10\x00\x08\x00', 'latin1'))).toMatchObject({
      ...{ mimeType: 'image/gif', width: 16, height: 8, isAnimated: true },
    });
  });

  it('sees that a PNG is an animation', () => {
    const still = pngClaiming(8, 8);
    expect(readPictureFacts(still)?.isAnimated).toBe(false);
    const header = still.subarray(16, 29);
    const moving = pngOf([
      ['IHDR', header],
      ['acTL', Buffer.alloc(8)],
      ['IEND', Buffer.alloc(0)],
    ]);
    expect(readPictureFacts(moving)?.isAnimated).toBe(true);
  });

  it('answers null for anything else, and for a picture that was cut off', () => {
    expect(readPictureFacts(Buffer.alloc(0))).toBeNull();
    expect(readPictureFacts(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull();
    expect(readPictureFacts(pngClaiming(0, 8))).toBeNull();
    for (const whole of [makePng(9, 9), jpeg(9, 9)]) {
      for (let length = 0; length < whole.length - 8; length++) {
        if (whole === undefined || length > 20) break;
        expect(readPictureFacts(whole.subarray(0, length))).toBeNull();
      }
    }
  });

  it('reads a view into a larger buffer', () => {
    const padded = Buffer.concat([Buffer.alloc(7), makePng(5, 6)]);
    expect(readPictureFacts(padded.subarray(7))).toMatchObject({ width: 5, height: 6 });
  });
});
