import type { Answer, BridgeErrorKind } from '../../../protocol/ipc/bridge.ts';
import type { ChannelResult } from '../../../protocol/ipc/channels.ts';
import type { SearchResult } from '../../../protocol/wire/search.ts';
import { createStore, type Store } from '../../platform/store.ts';

/** What stands below the field. It stays while a newer answer is on its way. */
export type Shown =
  | { kind: 'nothing-typed' }
  /** `text` is what it was found by, without the spaces around it. */
  | {
      kind: 'found';
      text: string;
      results: readonly SearchResult[];
      /** The server can't be reached: only what was seen on this machine was looked through. */
      isFromHere: boolean;
    }
  | { kind: 'failed'; reason: { kind: BridgeErrorKind; message: string } };

export type SearchState = {
  /** What is typed is not answered yet. */
  isSearching: boolean;
  shown: Shown;
  /** Index of the result that Enter would go to. */
  active: number;
};

export type Searching = {
  state: Store<SearchState>;
  typed(text: string): void;
  /** Once more, for the same text. */
  again(): void;
  /** One result on, or back; from the last to the first. */
  move(by: 1 | -1): void;
  point(index: number): void;
  /**
   * Goes to the active result. While the answer to what is typed is on its way, to its first one when it is there:
   * who types fast and presses Enter means what was typed, not what is still shown from before.
   */
  enter(): void;
  dispose(): void;
};

/** Long enough for the next keystroke of someone who types. */
const restMilliseconds = 120;

const start: SearchState = { isSearching: false, shown: { kind: 'nothing-typed' }, active: 0 };

/** One search from the opening of the palette to its end. Only the answer to what was typed last is ever shown. */
export function createSearching(
  ask: (text: string) => Promise<Answer<ChannelResult<'search.query'>>>,
  go: (result: SearchResult) => void,
): Searching {
  const state = createStore<SearchState>(start);
  let wanted = '';
  /** Counts what was typed; an answer of an older count comes too late. */
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isEntered = false;

  function cancel(): void {
    clearTimeout(timer);
    timer = undefined;
    newest += 1;
    isEntered = false;
  }

  async function search(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const mine = newest;
    const text = wanted;
    const answer = await ask(text);
    if (mine !== newest) return;
    const shown: Shown = answer.ok
      ? { kind: 'found', text, ...answer.data }
      : { kind: 'failed', reason: answer };
    state.change(() => ({ isSearching: false, shown, active: 0 }));
    const [first] = shown.kind === 'found' ? shown.results : [];
    if (isEntered && first) go(first);
    isEntered = false;
  }

  function move(next: (active: number, results: readonly SearchResult[]) => number): void {
    state.change((now) => {
      if (now.shown.kind !== 'found' || now.shown.results.length === 0) return now;
      return { ...now, active: next(now.active, now.shown.results) };
    });
  }

  return {
    state,
    typed(text) {
      const next = text.trim();
      if (next === wanted) return;
      cancel();
      wanted = next;
      if (next === '') return state.change(() => start);
      state.change((now) => ({ ...now, isSearching: true }));
      timer = setTimeout(() => void search(), restMilliseconds);
    },
    again() {
      if (wanted === '') return;
      cancel();
      state.change((now) => ({ ...now, isSearching: true }));
      void search();
    },
    move: (by) => move((active, { length }) => (active + by + length) % length),
    point: (index) => move((_, { length }) => Math.min(index, length - 1)),
    enter() {
      const { isSearching, shown, active } = state.get();
      if (isSearching) {
        isEntered = true;
        if (timer !== undefined) void search();
        return;
      }
      const result = shown.kind === 'found' ? shown.results[active] : undefined;
      if (result) go(result);
    },
    dispose: cancel,
  };
}
