import { align } from './align.ts';
import { bandCentres } from './band-meter.ts';
import { type Agreement, describeDifference, type Inverted } from './describe-difference.ts';
import type { Change, Difference, Match } from './difference.ts';
import { findLevelChanges } from './find-level-changes.ts';
import { findNoise, isExplained } from './find-noise.ts';
import { findSections } from './find-sections.ts';
import { loadFourier } from './fourier.ts';
import { inaudible, type Levels, measureMatches } from './measure-matches.ts';
import { createOutlineMeter, type Outline } from './outline.ts';
import type { SoundPieces } from './sound-cursor.ts';

/** Starts to decode a sound. It is called twice: a decoded sound is too large to keep. */
export type OpenSound = () => SoundPieces;

/** `incomparable`: why, in a sentence. */
export type Comparison =
  | { kind: 'compared'; difference: Difference }
  | { kind: 'incomparable'; reason: string };

const shortestSeconds = 0.5;
const longestSeconds = 2 * 60 * 60;
const lowestRate = 4000;
/** Sounds with less in common than this are different music. */
const leastInCommon = 0.1;
/** With less than this, further attempts are made; each of them must reach it, since it may succeed by chance. */
const leastInverted = 0.5;
/** How far the gain of a step may be from that of the whole, in decibels. */
const sameGain = 0.1;

/** The changes from an older sound to a newer one. Rejects if one of them can't be read. */
export async function compareSounds(newer: OpenSound, older: OpenSound): Promise<Comparison> {
  await loadFourier();
  const outlines = { newer: await outlineOf(newer), older: await outlineOf(older) };
  const reason = findObstacle(outlines.newer) ?? findObstacle(outlines.older);
  if (reason !== null) return { kind: 'incomparable', reason };
  const both = outlines as Outlines;
  const found = await findMatches({ newer, older }, both);
  return { kind: 'compared', difference: await compareAligned({ newer, older }, both, found) };
}

type Sounds = { newer: OpenSound; older: OpenSound };
type Outlines = { newer: Outline; older: Outline };
/** `isInverted`: one of them was aligned upside down. */
type Found = { matches: Match[]; isRelated: boolean; isInverted: boolean };

/**
 * Aligns two sounds. Opposite polarity looks like other music, and so does a mix of two channels of which one is inverted:
 * then the newer one is tried upside down, and the first channels alone.
 */
async function findMatches(sounds: Sounds, outlines: Outlines): Promise<Found> {
  const matches = align(outlines.newer, outlines.older);
  const share = shareOf(matches, outlines);
  if (share >= leastInverted) return { matches, isRelated: true, isInverted: false };
  const inverted = alignInverted(outlines);
  if (inverted) return inverted;
  if (Math.min(outlines.newer.channels, outlines.older.channels) > 1) {
    const first = {
      newer: (await outlineOf(sounds.newer, 1)) as Outline,
      older: (await outlineOf(sounds.older, 1)) as Outline,
    };
    const alone = align(first.newer, first.older);
    if (shareOf(alone, first) >= leastInverted) return { matches: alone, isRelated: true, isInverted: false };
    const found = alignInverted(first);
    if (found) return { ...found, isInverted: false };
  }
  const isRelated = share >= leastInCommon;
  return { matches: isRelated ? matches : [], isRelated, isInverted: false };
}

function alignInverted({ newer, older }: Outlines): Found | null {
  const upsideDown = { ...newer, samples: newer.samples.map((value) => -value) };
  const matches = align(upsideDown, older);
  return shareOf(matches, { newer, older }) >= leastInverted
    ? { matches, isRelated: true, isInverted: true }
    : null;
}

/** The share of the shorter sound that matches. */
function shareOf(matches: Match[], { newer, older }: Outlines): number {
  const shorter = Math.min(newer.frames / newer.sampleRate, older.frames / older.sampleRate);
  return matches.reduce((sum, { from, to }) => sum + to - from, 0) / shorter;
}

/** `channels`: how many of them, from the first on. */
async function outlineOf(
  sound: OpenSound,
  channels = Number.POSITIVE_INFINITY,
): Promise<Outline | 'too-long' | null> {
  let meter: ReturnType<typeof createOutlineMeter> | null = null;
  let rate = 0;
  let frames = 0;
  for await (const { planes, sampleRate } of sound()) {
    meter ??= createOutlineMeter(sampleRate);
    rate ||= sampleRate;
    frames += planes[0]?.length ?? 0;
    if (frames > longestSeconds * rate) return 'too-long';
    meter.push(planes.slice(0, channels));
  }
  return meter?.finish() ?? null;
}

function findObstacle(outline: Outline | 'too-long' | null): string | null {
  if (outline === null) return 'One of the files has no sound that can be read here.';
  if (outline === 'too-long') return 'Files of more than two hours aren’t compared.';
  if (outline.sampleRate < lowestRate) return 'Files below 4 kHz aren’t compared.';
  return outline.frames < shortestSeconds * outline.sampleRate
    ? 'One of the files is too short to compare.'
    : null;
}

async function compareAligned(
  sounds: Sounds,
  outlines: Outlines,
  { matches, isRelated, isInverted }: Found,
): Promise<Difference> {
  const { newer, older } = outlines;
  const seconds = newer.frames / newer.sampleRate;
  const levels = await measureMatches({ newer: sounds.newer(), older: sounds.older() }, outlines, matches);
  const { gain, decibels, changes: levelChanges } = findLevelChanges(levels);
  const noises = findNoise(levels, decibels);
  const changes = [...levelChanges.filter((change) => !isExplained(change, noises)), ...noises];
  const sections = findSections(newer, older, matches);
  const all = levels.isIdentical ? [] : [...sections.changes, ...changes];
  const difference = {
    identical: levels.isIdentical,
    offsetSeconds: round(sections.offset, 1e6),
    gainDecibels: round(gain, 100),
    bands: bandCentres,
    stepSeconds: levels.stepSeconds,
    decibels: rowsOf(decibels, levels.steps),
    changes: all.toSorted((a, b) => a.from - b.from).map(rounded),
  };
  const agreement: Agreement = isRelated ? agreementOf(levels, gain, changes) : 'unrelated';
  const inverted = isInverted ? 'all' : invertedOf(levels, newer.channels);
  return { ...difference, summary: describeDifference(difference, { agreement, inverted, seconds }) };
}

function invertedOf({ invertedChannels }: Levels, channels: number): Inverted {
  if (invertedChannels === 0) return 'none';
  if (invertedChannels === 2 ** Math.min(channels, 8) - 1) return 'all';
  if (channels !== 2) return 'some';
  return invertedChannels === 1 ? 'left' : 'right';
}

/**
 * Looks at all steps outside the changes of level and the noise. Each cancels out at its own best gain, so that must be the
 * gain of the whole, and each channel at its best polarity.
 */
function agreementOf(levels: Levels, gain: number, changes: Change[]): Agreement {
  const { isMeasured, residual, stepSeconds, power, polarity, invertedChannels } = levels;
  const hasPolarity = (step: number) =>
    ((polarity.inverted[step] as number) & ~invertedChannels) === 0 &&
    ((polarity.same[step] as number) & invertedChannels) === 0;
  let isSeen = false;
  for (let step = 0; step < residual.length; step++) {
    const middle = (step + 0.5) * stepSeconds;
    if (!isMeasured[step] || isMeasured[step - 1] === 0 || isMeasured[step + 1] === 0) continue;
    if (changes.some(({ from, to }) => from - 0.2 < middle && middle < to + 0.2)) continue;
    isSeen = true;
    if ((residual[step] as number) > inaudible || !hasPolarity(step)) return 'alike';
    const [b, a] = [power.newer[step] as number, power.older[step] as number];
    if (a > 0 && b > 0 && Math.abs(10 * Math.log10(b / a) - gain) > sameGain) return 'alike';
  }
  return isSeen ? 'null' : 'alike';
}

function rowsOf(decibels: Float64Array, steps: number): (number | null)[][] {
  return Array.from({ length: steps }, (_, step) =>
    Array.from(decibels.subarray(step * bandCentres.length, (step + 1) * bandCentres.length), (value) =>
      Number.isNaN(value) ? null : round(value, 10),
    ),
  );
}

function rounded(change: Change): Change {
  return {
    ...change,
    from: round(change.from, 1e4),
    to: round(change.to, 1e4),
    ...(change.decibels === undefined ? {} : { decibels: round(change.decibels, 100) }),
  };
}

/** Adding zero turns negative zero into zero. */
const round = (value: number, parts: number) => Math.round(value * parts) / parts + 0;
