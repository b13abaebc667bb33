import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../../server/commands/excerpt.ts';

describe('excerptOf', () => {
  it('leaves a short text as it is, in one line', () => {
    expect(excerptOf('More reverb')).toBe('More reverb');
    expect(excerptOf('More\n\n  reverb')).toBe('More reverb');
    expect(excerptOf('🎛'.repeat(140))).toBe('🎛'.repeat(140));
  });

  it('marks omitted text with an ellipsis, and splits no character', () => {
    expect(excerptOf('🎛'.repeat(141))).toBe(`${'🎛'.repeat(139)}…`);
    expect(excerptOf(`${'x'.repeat(130)} ${'y'.repeat(300)}`)).toBe(`${'x'.repeat(130)} ${'y'.repeat(8)}…`);
  });

  it('is one line of at most 140 characters with the beginning of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const beginning = excerptOf(text);
        expect([...beginning].length).toBeLessThanOrEqual(140);
        expect(beginning).not.toMatch(/[\n\r\t]/);
        expect(beginning.isWellFormed()).toBe(true);
        expect(text.replaceAll(/\s+/g, ' ').startsWith(beginning.replace(/…$/, ''))).toBe(true);
      }),
    );
  });
});
