import { expect, test } from 'vitest';
import { foldName, givenName, guestName, isGuest, longestGuestName } from '../../../common/guest.ts';
import { guestCommentSchema } from '../../../protocol/wire/share.ts';

test.each([
  ['Zoe', 'Zoe'],
  ['  Zoe \n Ann ', 'Zoe Ann'],
  ['A\u202eda', 'A da'],
  ['Zo\u0065\u0308', 'Zoë'],
  ['\u200b\u200d\ufeff', ''],
  ['ゾーイ', 'ゾーイ'],
])('folds the name %j to %j', (name, folded) => {
  expect(foldName(name)).toBe(folded);
});

test('a guest is known by the id, and by the name in programs that know no guests', () => {
  expect([isGuest({ id: 'guest-1' }), isGuest({ id: '01a22279-c57f-70ae' })]).toEqual([true, false]);
  expect(guestName('Ana')).toBe('Ana (guest)');
  expect([givenName('Ana (guest)'), givenName('Ana')]).toEqual(['Ana', 'Ana']);
});

test('the wire takes names as long as the page does', () => {
  const name = (length: number) => guestCommentSchema.shape.name.safeParse('x'.repeat(length)).success;
  expect([name(longestGuestName), name(longestGuestName + 1)]).toEqual([true, false]);
});
