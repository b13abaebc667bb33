import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMentions } from '../../../common/mentions.ts';
import { textParts } from '../../../common/text-parts.ts';

const people = [
  { id: 'ben', name: 'Ben' },
  { id: 'ode', name: 'Ben Ode' },
  { id: 'ana', name: 'Ana María' },
  { id: 'kim1', name: 'Kim' },
  { id: 'kim2', name: 'kim' },
  { id: 'jo1', name: 'Jo Li' },
  { id: 'jo2', name: 'Jo Ray' },
];
const ids = (text: string) => findMentions(text, people).map((mention) => mention.ids.join());

describe('a mention', () => {
  it('is a name after an @, the longest that fits', () => {
    expect(ids('@Ben, @ben ode! and @ANA MARÍA')).toEqual(['ben', 'ode', 'ana']);
  });

  it('may be the first name, if one person has it', () => {
    expect(ids('@Ana: louder, @Jo softer')).toEqual(['ana']);
  });

  it('names everybody who has that very name', () => {
    expect(ids('@Kim')).toEqual(['kim1,kim2']);
  });

  it('is not part of a word or an address', () => {
    expect(ids('ben@ben.example @Bent @ Ben @')).toEqual([]);
  });
});

it('a text is the sum of its parts', () => {
  const words = fc.constantFrom('@Ben', '@', 'Ben Ode', ' ', '1:04', 'Dune @ ', '🎛️', '\n', 'a');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.array(words).map((list) => list.join('')),
      ),
      (text) => {
        const parts = textParts(text, { titles: ['Dune'], people });
        expect(parts.map((part) => part.text).join('')).toBe(text);
      },
    ),
  );
});
