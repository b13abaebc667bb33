import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LogEntry,
  startTopic,
  stepTopic,
  type TopicEffect,
  type TopicInput,
  type TopicState,
} from '../../../client/realtime/topic-state.ts';

const at = '2026-01-01T00:00:00.000Z';
const entry = (seq: number): LogEntry => ({ seq, name: 'cut:deleted', payload: { cutId: `c${seq}` }, at });
const following = (seq: number): TopicState => ({
  ...startTopic({ epoch: 'e', seq }),
  live: true,
  head: seq,
});

function run(state: TopicState, ...inputs: TopicInput[]): { state: TopicState; effects: TopicEffect[] } {
  const effects: TopicEffect[] = [];
  let next = state;
  for (const input of inputs) {
    const step = stepTopic(next, input);
    next = step.state;
    effects.push(...step.effects);
  }
  return { state: next, effects };
}

const seqsOf = (effects: TopicEffect[]) =>
  effects.flatMap((effect) => (effect.kind === 'apply' ? effect.entries.map(({ seq }) => seq) : []));
const fetchesOf = (effects: TopicEffect[]) => effects.filter(({ kind }) => kind !== 'apply');

describe('following a topic', () => {
  it('applies the next event and drops older ones', () => {
    const { state, effects } = run(
      following(3),
      { kind: 'poke', entry: entry(4) },
      { kind: 'poke', entry: entry(4) },
      { kind: 'poke', entry: entry(2) },
    );
    expect(seqsOf(effects)).toEqual([4]);
    expect(fetchesOf(effects)).toEqual([]);
    expect(state.cursor).toEqual({ epoch: 'e', seq: 4 });
  });

  it('pulls once on a gap and keeps what came early', () => {
    const gap = run(following(3), { kind: 'poke', entry: entry(6) }, { kind: 'poke', entry: entry(7) });
    expect(gap.effects).toEqual([{ kind: 'pull', since: 3 }]);
    const healed = run(gap.state, {
      kind: 'pulled',
      answer: { epoch: 'e', head: 6, events: [entry(4), entry(5), entry(6)] },
    });
    expect(seqsOf(healed.effects)).toEqual([4, 5, 6, 7]);
    expect(fetchesOf(healed.effects)).toEqual([]);
  });

  it('does not apply pokes before the room is known to be joined', () => {
    const state = startTopic({ epoch: 'e', seq: 3 });
    const early = run(state, { kind: 'poke', entry: entry(4) });
    expect(early.effects).toEqual([]);
    expect(seqsOf(run(early.state, { kind: 'joined', epoch: 'e', head: 3 }).effects)).toEqual([4]);
    expect(run(early.state, { kind: 'joined', epoch: 'other', head: 3 }).effects).toEqual([
      { kind: 'read-snapshot' },
    ]);
  });

  it('reads the log from the cache’s cursor when the head is ahead', () => {
    const { effects } = run(startTopic({ epoch: 'e', seq: 3 }), { kind: 'joined', epoch: 'e', head: 9 });
    expect(effects).toEqual([{ kind: 'pull', since: 3 }]);
  });

  const needsSnapshot: [reason: string, state: TopicState, input: TopicInput][] = [
    ['nothing was ever read', startTopic(null), { kind: 'joined', epoch: 'e', head: 0 }],
    ['the epoch is another', following(3), { kind: 'head', epoch: 'new', head: 9 }],
    ['the head is behind us', startTopic({ epoch: 'e', seq: 9 }), { kind: 'joined', epoch: 'e', head: 3 }],
    [
      'the log no longer reaches back',
      following(3),
      { kind: 'pulled', answer: { reset: true, epoch: 'e', head: 90 } },
    ],
    [
      'the log has a gap',
      following(3),
      { kind: 'pulled', answer: { epoch: 'e', head: 9, events: [entry(6)] } },
    ],
    ['an event could not be applied', following(3), { kind: 'unusable' }],
  ];
  it.each(needsSnapshot)('reads a snapshot when %s', (_reason, state, input) => {
    expect(run(state, input).effects).toEqual([{ kind: 'read-snapshot' }]);
  });

  it('takes an older head for an older reading, not for a restored backup', () => {
    expect(run(following(8), { kind: 'head', epoch: 'e', head: 5 }).effects).toEqual([]);
  });

  it('continues from a snapshot with the pokes received meanwhile', () => {
    const { effects } = run(
      startTopic(null),
      { kind: 'joined', epoch: 'e', head: 4 },
      { kind: 'poke', entry: entry(6) },
      { kind: 'poke', entry: entry(5) },
      { kind: 'snapshot', cursor: { epoch: 'e', seq: 4 } },
    );
    expect(seqsOf(effects)).toEqual([5, 6]);
  });

  it('does not pull forever when the log has nothing more', () => {
    const gap = run(following(3), { kind: 'head', epoch: 'e', head: 7 });
    const answered = run(gap.state, { kind: 'pulled', answer: { epoch: 'e', head: 3, events: [] } });
    expect(answered.effects).toEqual([]);
  });

  it('retries after a failure only when it is due', () => {
    const failed = run(following(3), { kind: 'poke', entry: entry(9) }, { kind: 'fetch-failed' });
    expect(failed.effects).toEqual([{ kind: 'pull', since: 3 }]);
    expect(run(failed.state, { kind: 'retry' }).effects).toEqual([{ kind: 'pull', since: 3 }]);
  });

  /**
   * A log of `length` events and a client that receives them unreliably: in any order, dropped, duplicated,
   * with disconnects, and a server that answers pulls and snapshots from the log so far.
   */
  it('ends equal to the log, each event once and in order, whatever the network does', () => {
    const anyInput = (length: number): fc.Arbitrary<TopicInput | 'answer'> =>
      fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 1, max: length }).map(entry).map(toPoke) },
        { weight: 3, arbitrary: fc.constant('answer' as const) },
        { weight: 1, arbitrary: fc.constant({ kind: 'disconnected' } as const) },
        { weight: 1, arbitrary: fc.constant({ kind: 'joined', epoch: 'e', head: length } as const) },
        { weight: 1, arbitrary: fc.nat(length).map((head) => ({ kind: 'head', epoch: 'e', head }) as const) },
        { weight: 1, arbitrary: fc.constant({ kind: 'fetch-failed' } as const) },
        { weight: 1, arbitrary: fc.constant({ kind: 'retry' } as const) },
      );
    const scenario = fc
      .integer({ min: 1, max: 30 })
      .chain((length) =>
        fc.tuple(
          fc.constant(length),
          fc.option(fc.nat(length), { nil: null }),
          fc.array(anyInput(length), { maxLength: 60 }),
          fc.integer({ min: 1, max: 7 }),
        ),
      );
    fc.assert(
      fc.property(scenario, ([length, since, inputs, pageSize]) => {
        const log = Array.from({ length }, (_unused, index) => entry(index + 1));
        let held = since ?? 0;
        let state = startTopic(since === null ? null : { epoch: 'e', seq: since });
        let asked: TopicEffect | undefined;

        const give = (input: TopicInput) => {
          // As the driver does: an answer that was asked for before a disconnect or a failure never comes.
          if (input.kind === 'disconnected' || input.kind === 'fetch-failed') asked = undefined;
          const step = stepTopic(state, input);
          state = step.state;
          for (const effect of step.effects) {
            if (effect.kind !== 'apply') {
              expect(asked).toBeUndefined();
              asked = effect;
              continue;
            }
            for (const { seq } of effect.entries) expect(seq).toBe(++held);
            expect(effect.cursor.seq).toBe(held);
          }
        };
        const answer = () => {
          const question = asked;
          asked = undefined;
          if (question?.kind === 'read-snapshot') {
            held = Math.max(held, length);
            give({ kind: 'snapshot', cursor: { epoch: 'e', seq: held } });
          } else if (question?.kind === 'pull') {
            const events = log.slice(question.since, question.since + pageSize);
            give({ kind: 'pulled', answer: { epoch: 'e', head: length, events } });
          }
          return question !== undefined;
        };

        for (const input of inputs) {
          if (input === 'answer') answer();
          else give(input);
        }
        give({ kind: 'disconnected' });
        give({ kind: 'joined', epoch: 'e', head: length });
        let pages = 0;
        while (answer()) expect(++pages).toBeLessThan(2 * length + 3);
        expect(held).toBe(length);
        expect(state.cursor).toEqual({ epoch: 'e', seq: length });
      }),
      { numRuns: 500 },
    );
  });
});

function toPoke(value: LogEntry): TopicInput {
  return { kind: 'poke', entry: value };
}
