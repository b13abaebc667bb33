import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { contrast, hex, over, type Rgb, readTokens } from '../helpers/contrast.ts';

const css = readFileSync('renderer/ui/colours.css', 'utf8');
const surfaces = ['ground', 'panel', 'card', 'card-hover', 'raised', 'well'];
const hues = Array.from({ length: 8 }, (_, hue) => hue);

for (const theme of ['dark', 'light'] as const) {
  const token = readTokens(css, theme);
  const ratio = (front: string, back: string, hue?: number) =>
    contrast(token(front, hue).colour, token(back, hue).colour);

  it(`keeps text readable on every surface, ${theme}`, () => {
    for (const surface of surfaces)
      for (const text of ['text', 'dim', 'faint', 'accent', 'good', 'hot', 'over'])
        expect.soft(ratio(text, surface), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
  });

  it(`keeps text readable on chosen and hovered rows, ${theme}`, () => {
    for (const surface of ['ground', 'panel', 'card', 'raised'])
      for (const wash of ['hover', 'chosen', 'accent-wash']) {
        const under: Rgb = over(token(wash), token(surface).colour);
        for (const text of ['text', 'dim', 'accent', 'good', 'hot', 'over'])
          expect
            .soft(contrast(token(text).colour, under), `${text} on ${wash} on ${surface}`)
            .toBeGreaterThanOrEqual(4.5);
      }
    expect(ratio('on-accent', 'accent')).toBeGreaterThanOrEqual(4.5);
  });

  it(`keeps every hue readable, ${theme}`, () => {
    for (const hue of hues) {
      expect.soft(ratio('on-face', 'face', hue), `initials ${hue}`).toBeGreaterThanOrEqual(4.5);
      for (const surface of ['ground', 'panel', 'card', 'raised']) {
        expect.soft(ratio('ink', surface, hue), `ink ${hue} on ${surface}`).toBeGreaterThanOrEqual(4.5);
        expect.soft(ratio('rim', surface, hue), `rim ${hue} on ${surface}`).toBeGreaterThanOrEqual(3);
      }
      expect.soft(ratio('wave-played', 'well', hue), `played ${hue}`).toBeGreaterThanOrEqual(3);
    }
  });

  it(`keeps graphics apart from what is behind them, ${theme}`, () => {
    for (const surface of ['ground', 'card', 'well']) {
      for (const graphic of ['wave-rms', 'playhead', 'louder', 'quieter'])
        expect.soft(ratio(graphic, surface), `${graphic} on ${surface}`).toBeGreaterThanOrEqual(3);
    }
    for (const hue of hues)
      for (const art of ['art-deep', 'art-mid', 'art-light']) {
        const under = over(token('picture-veil'), token(art, hue).colour);
        expect
          .soft(contrast(token('on-picture').colour, under), `play on ${art} ${hue}`)
          .toBeGreaterThanOrEqual(3);
      }
  });
}

it('opens the window in the colour of the page', () => {
  const source = readFileSync('main/shell/window.ts', 'utf8');
  for (const theme of ['dark', 'light'] as const)
    expect(source).toContain(`'${hex(readTokens(css, theme)('ground').colour)}'`);
});
