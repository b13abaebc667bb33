import { expect, test } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { createKeptAnswers } from '../../../main/local/kept-answers.ts';

test('an answer that took long never replaces a newer one', async () => {
  const written: unknown[] = [];
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  let count = 0;
  const kept = createKeptAnswers({
    async answer() {
      const answer = answers[count++];
      return { ok: true, data: { text: (await answer?.promise) ?? 'later' } };
    },
    write: async (_name, content) => void written.push(content),
    remove: async () => {},
    onKept: () => {},
    clock: systemClock,
  });
  const first = kept.keep('a', { client: null, tag: 'one', request: 1 });
  const second = kept.keep('a', { client: null, tag: 'two', request: 2 });
  const third = kept.refresh();
  answers[1]?.resolve('newer');
  answers[0]?.resolve('older');
  await Promise.all([first, second, third]);
  expect(written).toEqual([
    { renewals: 1, tag: 'one', answer: { ok: true, data: { text: 'older' } } },
    { renewals: 2, tag: 'two', answer: { ok: true, data: { text: 'newer' } } },
  ]);
  kept.stop();
});
