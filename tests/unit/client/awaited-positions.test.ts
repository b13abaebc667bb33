import { expect, it } from 'vitest';
import { createLogProgress } from '../../../client/outbox/awaited-positions.ts';
import { projectTopic, userTopic } from '../../../protocol/wire/topic.ts';

const [own, album, other] = [userTopic('ben'), projectTopic('album'), projectTopic('other')];
const answer = [own, album, other].map((topic) => ({ topic, seq: 9 }));

function progressAt(seqs: Record<string, number>) {
  return createLogProgress({
    readCursor: (topic) => (seqs[topic] === undefined ? null : { epoch: 'one', seq: seqs[topic] }),
    isStale: () => false,
  });
}

it('waits for nothing once all positions are reached', () => {
  expect(progressAt({ [own]: 9, [album]: 12 }).awaited(answer)).toEqual([]);
});

it('keeps a reached position while another is awaited, because a power cut may undo it', () => {
  const before = progressAt({ [own]: 9, [album]: 8 });
  const awaited = before.awaited(answer);
  expect(awaited.map(({ topic }) => topic)).toEqual([own, album, other]);

  const afterPowerCut = progressAt({ [own]: 8, [album]: 9 });
  expect(awaited.every(afterPowerCut.isReached)).toBe(false);
});

it('waits for a project whose earlier snapshot arrives after the answer', () => {
  const awaited = progressAt({ [own]: 8 }).awaited(answer);
  const isOver = (seqs: Record<string, number>) => awaited.every(progressAt(seqs).isReached);
  expect(isOver({ [own]: 9 })).toBe(true);
  expect(isOver({ [own]: 9, [album]: 8 })).toBe(false);
  expect(isOver({ [own]: 9, [album]: 9 })).toBe(true);
});

it('waits for nothing while no topic of the answer is held', () => {
  expect(progressAt({}).awaited(answer)).toEqual([]);
});
