import { expect, test } from 'vitest';
import { matchExpression, readQuery } from '../../../server/search/search-query.ts';
import { snippetOf } from '../../../server/search/snippet.ts';

const expressionOf = (typed: string) => {
  const query = readQuery(typed);
  return query && matchExpression(query);
};

const snippet = (text: string, typed: string) => {
  const query = readQuery(typed);
  if (!query) throw new Error('There is no word in this query.');
  return snippetOf(text, query);
};

test.each([
  ['', null],
  [' *"-', null],
  ['aur', '"aur" *'],
  ['too loud', '"too" "loud" *'],
  ['aurora_mix-v3.wav', '"aurora mix v3 wav" *'],
  ['la la la', '"la"'],
  ['La là LA next', '"La" "next" *'],
  ['mix next mix', '"mix" "next"'],
  ['a b c d e f g h i j', '"a" "b" "c" "d" "e" "f" "g" "h"'],
  ['a-b-c-d-e-f-g-h-i', '"a b c d e f g h"'],
  ['a b c d e f g h-i-j', '"a" "b" "c" "d" "e" "f" "g" "h"'],
])('%j becomes the expression %j', (typed, expression) => {
  expect(expressionOf(typed)).toBe(expression);
});

test('a snippet shows the passage with the most words of the query', () => {
  const filler = 'word '.repeat(100);
  const text = `needle ${filler}a needle in the hay ${filler}`;
  expect(snippet(text, 'needle hay')).toContain('a needle in the hay');
  expect(snippet(text, 'needle')).toMatch(/^needle word/);
  expect(snippet(text, 'HÄY')).toMatch(/^…word .*the hay word/);
});

test('a snippet is the beginning of the text where none of the words is in it', () => {
  expect(snippet('Six songs of the winter', 'aurora')).toBe('Six songs of the winter');
});

test('a snippet has at most 140 characters, with words of any length', () => {
  for (const text of ['y'.repeat(5000), `${'x'.repeat(3000)} yyy ${'z'.repeat(3000)}`, 'yyy '.repeat(2000)]) {
    const shown = snippet(text, 'yyy');
    expect([...shown].length).toBeLessThanOrEqual(140);
    expect(shown).toContain('yyy');
  }
});
