import { type Marker, nameWithEnd } from './marker.ts';

const ticksPerQuarter = 960;
const microsecondsPerMinute = 60_000_000;
/** The longest pause between two events that the format can state, in ticks. */
const longestPause = 0x0fff_ffff;

/**
 * A Standard MIDI File of type 0 with marker events. A DAW places them by beats, so `tempo` (beats per minute, 20 to 999) must be
 * the project's. Times are exact to half a tick: at most 0.6 ms from 60 beats per minute on.
 */
export function markersAsMidi(markers: readonly Marker[], tempo: number): Uint8Array<ArrayBuffer> {
  const perQuarter = Math.round(microsecondsPerMinute / tempo);
  const bytes: number[] = [];
  let now = 0;
  const put = (type: number, content: Uint8Array | number[], at = now) => {
    for (; at - now > longestPause; now += longestPause)
      bytes.push(...variableLength(longestPause), 0xff, textEvent, 0);
    bytes.push(...variableLength(at - now), 0xff, type, ...variableLength(content.length), ...content);
    now = at;
  };
  put(tempoEvent, bigEndian(perQuarter, 3));
  for (const marker of markers) {
    const at = Math.round((marker.start * 1_000_000 * ticksPerQuarter) / perQuarter);
    put(markerEvent, new TextEncoder().encode(nameWithEnd(marker)), at);
  }
  put(endOfTrack, []);
  const header = [...asciiOf('MThd'), ...bigEndian(6, 4), 0, 0, 0, 1, ...bigEndian(ticksPerQuarter, 2)];
  return Uint8Array.from([...header, ...asciiOf('MTrk'), ...bigEndian(bytes.length, 4), ...bytes]);
}

const textEvent = 0x01;
const markerEvent = 0x06;
const endOfTrack = 0x2f;
const tempoEvent = 0x51;

const asciiOf = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

function bigEndian(value: number, length: number): number[] {
  return Array.from({ length }, (_, index) => (value >>> (8 * (length - 1 - index))) & 0xff);
}

/** Seven bits a byte, the highest first; all but the last have their top bit set. */
function variableLength(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
