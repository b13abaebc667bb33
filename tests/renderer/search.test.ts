import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { ChannelResult } from '../../protocol/ipc/channels.ts';
import { type SearchResult, searchTypeSchema } from '../../protocol/wire/search.ts';
import { keyAction } from '../../renderer/app/keys.ts';
import { type Action, findActions, withActions } from '../../renderer/features/search/actions.ts';
import { groupResults, passageOf } from '../../renderer/features/search/result-groups.ts';
import { createSearching } from '../../renderer/features/search/searching.ts';
import { disposeLater } from '../helpers/disposal.ts';

const found = (name: string, type: SearchResult['type'] = 'cut'): SearchResult => ({
  type,
  id: name,
  name,
  link: { projectId: 'p' },
});

type SearchAnswer = ChannelResult<'search.query'>;

/** A search that the test answers, in any order. */
function start() {
  const asked: { text: string; answer: (answer: Answer<SearchAnswer>) => void }[] = [];
  const gone: string[] = [];
  const searching = createSearching(
    (text) => new Promise((answer) => asked.push({ text, answer })),
    ({ name }) => gone.push(name),
  );
  disposeLater(searching.dispose);
  const respond = async (index: number, answer: Answer<SearchAnswer>) => {
    asked[index]?.answer(answer);
    await vi.advanceTimersByTimeAsync(0);
  };
  return {
    searching,
    asked,
    gone,
    rest: () => vi.advanceTimersByTimeAsync(1_000),
    fail: (index: number) => respond(index, { ok: false, kind: 'offline', message: 'No answer.' }),
    answer: (index: number, ...names: string[]) =>
      respond(index, { ok: true, data: { results: names.map((name) => found(name)), isFromHere: false } }),
    names: () => {
      const { shown } = searching.state.get();
      return shown.kind === 'found' ? shown.results.map(({ name }) => name) : shown.kind;
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  disposeLater(() => vi.useRealTimers());
});

describe('a search', () => {
  it('asks once for text typed in one go, trimmed', async () => {
    const { searching, asked, rest } = start();
    for (const text of [' ', ' a', ' au', ' aur ', ' aur']) searching.typed(text);
    expect(asked).toEqual([]);
    await rest();
    expect(asked.map(({ text }) => text)).toEqual(['aur']);
    searching.typed('aur  ');
    await rest();
    expect(asked).toHaveLength(1);
  });

  it('keeps the results while the next answer is pending, and shows none for an empty field', async () => {
    const { searching, rest, answer, names } = start();
    searching.typed('a');
    await rest();
    await answer(0, 'Aurora', 'Amber');
    searching.move(1);
    searching.typed('au');
    expect(searching.state.get()).toMatchObject({ isSearching: true, active: 1 });
    expect(names()).toEqual(['Aurora', 'Amber']);
    await rest();
    await answer(1, 'Aurora');
    expect(searching.state.get()).toMatchObject({ isSearching: false, active: 0 });
    searching.typed('');
    expect(names()).toBe('nothing-typed');
    await rest();
    expect(names()).toBe('nothing-typed');
  });

  it('only ever shows the answer for the latest text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        async (texts, order) => {
          const { searching, asked, rest, answer, names } = start();
          for (const text of texts) {
            searching.typed(text);
            await rest();
          }
          const open = asked.map(({ text }, index) => ({ text, index }));
          while (open.length > 0) {
            const [next] = open.splice((order.next().value ?? 0) % open.length, 1);
            if (next) await answer(next.index, next.text);
            const shown = names();
            const last = texts.at(-1) ?? '';
            expect(last === '' ? ['nothing-typed'] : ['nothing-typed', last]).toContain(String(shown));
          }
          if (texts.at(-1) !== '') expect(names()).toEqual([texts.at(-1)]);
        },
      ),
    );
  });

  it('shows why there is no answer, and can retry', async () => {
    const { searching, asked, rest, fail, answer, names } = start();
    searching.again();
    searching.typed('a');
    await rest();
    await fail(0);
    expect(searching.state.get().shown).toMatchObject({ kind: 'failed', reason: { kind: 'offline' } });
    searching.enter();
    searching.again();
    expect(asked).toHaveLength(2);
    await answer(1, 'Aurora');
    expect(names()).toEqual(['Aurora']);
  });

  it('moves through the results in a circle, and opens the active one', async () => {
    const { searching, gone, rest, answer } = start();
    searching.move(1);
    searching.enter();
    searching.typed('a');
    await rest();
    await answer(0, 'one', 'two', 'three');
    const steps: [1 | -1, number][] = [
      [-1, 2],
      [1, 0],
      [1, 1],
    ];
    for (const [by, active] of steps) {
      searching.move(by);
      expect(searching.state.get().active).toBe(active);
    }
    searching.enter();
    searching.point(2);
    searching.enter();
    expect(gone).toEqual(['two', 'three']);
  });

  it('opens the first result when Enter came before the answer', async () => {
    const { searching, asked, gone, rest, answer } = start();
    searching.typed('a');
    await rest();
    await answer(0, 'Amber');
    searching.typed('au');
    searching.enter();
    expect(asked).toHaveLength(2);
    expect(gone).toEqual([]);
    await answer(1, 'Aurora', 'Austin');
    expect(gone).toEqual(['Aurora']);
    await rest();
    expect(asked).toHaveLength(2);
  });

  it('forgets Enter when more is typed, and when the search ends', async () => {
    const { searching, gone, rest, answer } = start();
    searching.typed('a');
    searching.enter();
    searching.typed('au');
    await rest();
    await answer(0, 'Amber');
    await answer(1, 'Aurora');
    searching.typed('aur');
    searching.enter();
    searching.dispose();
    await answer(2, 'Aurora');
    expect(gone).toEqual([]);
  });
});

describe('search results', () => {
  it('are grouped by type, in the order of the answer', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...searchTypeSchema.options)), (types) => {
        const order = searchTypeSchema.options;
        const results = types
          .sort((one, other) => order.indexOf(one) - order.indexOf(other))
          .map((type, index) => found(String(index), type));
        const groups = groupResults(results);
        expect(groups.flatMap((group) => group.results.map(({ result }) => result))).toEqual(results);
        expect(groups.flatMap((group) => group.results.map(({ index }) => index))).toEqual([
          ...results.keys(),
        ]);
        expect(groups.map(({ type }) => type)).toEqual(order.filter((type) => types.includes(type)));
      }),
    );
  });

  it('show the passage unless it is the name', () => {
    expect(passageOf(found('Aurora'))).toBeNull();
    expect(passageOf({ ...found('more bass'), snippet: 'more bass' })).toBeNull();
    expect(passageOf({ ...found('Aurora EP'), snippet: 'six songs' })).toBe('six songs');
  });
});

describe('actions', () => {
  const action = (name: string, more: Partial<Action> = {}): Action => ({
    ...{ type: 'action', id: name, name, run: () => {} },
    ...more,
  });
  const actions = [
    action('Invite a bandmate…', { words: 'people', isFirst: true }),
    action('Theme', { words: 'dark light colours' }),
  ];
  const names = (text: string) => findActions(actions, text).map(({ name }) => name);

  it('are found by how their words begin, and a few are offered at once', () => {
    expect(names('')).toEqual(['Invite a bandmate…']);
    expect(names('inv band')).toEqual(['Invite a bandmate…']);
    expect(names('People')).toEqual(['Invite a bandmate…']);
    expect(names('dark')).toEqual(['Theme']);
    expect(names('vite')).toEqual([]);
  });

  it('are behind what has such a name, and before words in texts', () => {
    const results = [found('Dark', 'cut'), found('Darker', 'project'), found('too dark', 'comment')];
    const order = withActions(results, findActions(actions, 'dark')).map(({ name }) => name);
    expect(order).toEqual(['Dark', 'Darker', 'Theme', 'too dark']);
    expect(withActions([], actions)).toEqual(actions);
  });
});

it('opens with one shortcut on each system', () => {
  const press = { ctrlKey: false, metaKey: false, altKey: false };
  expect(keyAction({ ...press, key: 'k', ctrlKey: true })).toBe('find');
  expect(keyAction({ ...press, key: 'k', metaKey: true })).toBe('find');
  expect(keyAction({ ...press, key: 'K', ctrlKey: true })).toBe('find');
  expect(keyAction({ ...press, key: 'k', ctrlKey: true, altKey: true })).toBeNull();
  expect(keyAction({ ...press, key: 'k' })).toBeNull();
});
