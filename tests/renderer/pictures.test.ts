import { describe, expect, it } from 'vitest';
import { pictureAddress } from '../../protocol/ipc/media-addresses.ts';
import { centreSquare, pictureTries } from '../../renderer/features/pictures/shrink-picture.ts';
import { pictureOf } from '../../renderer/platform/songs.ts';
import { summerEp } from '../fixtures/renderer/page/sample.ts';

describe('a chosen picture', () => {
  it('is cropped to the square in its middle', () => {
    expect(centreSquare(300, 200)).toEqual({ x: 50, y: 0, side: 200 });
    expect(centreSquare(200, 301)).toEqual({ x: 0, y: 50, side: 200 });
  });

  it('is tried smaller and smaller, and never enlarged', () => {
    const sides = (side: number) => [...new Set(pictureTries(side).map((one) => one.side))];
    expect(sides(4_000)).toEqual([512, 384, 256, 128]);
    expect(sides(512)).toEqual([512, 384, 256, 128]);
    expect(sides(300)).toEqual([300, 256, 128]);
    expect(sides(64)).toEqual([64]);
  });

  it('is its own address as long as it is pending', () => {
    expect(pictureAddress('data:image/png;base64,AAAA')).toBe('data:image/png;base64,AAAA');
    expect(pictureAddress(`/api/pictures/${'a'.repeat(64)}`)).toBe(`media/pictures/${'a'.repeat(64)}`);
  });
});

describe('pictureOf', () => {
  it('is the vibe’s if the vibe is one song', () => {
    const named = (name: string) => {
      const vibe = summerEp().vibes.find((one) => one.name === name);
      return vibe && { ...vibe, imageUrl: '/api/pictures/x' };
    };
    const [song] = summerEp().vibes.filter((vibe) => vibe.cuts.length > 0);
    if (!song?.cuts[0]) throw new Error('The sample has no song');
    const single = { ...song, name: song.cuts[0].name, cuts: [song.cuts[0]], imageUrl: '/api/pictures/x' };
    expect(pictureOf(single)).toBe('/api/pictures/x');
    expect(pictureOf(named('Ideas'))).toBeNull();
    expect(pictureOf(undefined)).toBeNull();
  });
});
