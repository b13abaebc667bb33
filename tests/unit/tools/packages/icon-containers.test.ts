import { describe, expect, it } from 'vitest';
import { toIcns, toIco } from '../../../../tools/icons/containers.ts';

const pictures = [16, 256].map((size) => ({ size, png: Buffer.from(`picture of ${size}`) }));

describe('the icon of Windows', () => {
  it('lists each picture with its size and place', () => {
    const ico = toIco(pictures);
    expect(ico.readUInt16LE(2)).toBe(1);
    expect(ico.readUInt16LE(4)).toBe(2);
    const read = (entry: number) =>
      ico.subarray(ico.readUInt32LE(entry + 12)).subarray(0, ico.readUInt32LE(entry + 8));
    expect(read(6).toString()).toBe('picture of 16');
    expect(read(22).toString()).toBe('picture of 256');
    expect([ico[6], ico[22]]).toEqual([16, 0]);
  });
});

describe('the icon of macOS', () => {
  it('holds each picture under its types', () => {
    const icns = toIcns(pictures);
    expect(icns.subarray(0, 4).toString()).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const types: string[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      types.push(icns.subarray(at, at + 4).toString());
    }
    expect(types).toEqual(['icp4', 'ic08', 'ic13']);
  });
});
