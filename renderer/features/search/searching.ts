import type { Answer, BridgeErrorKind } from '../../../protocol/ipc/bridge.ts';
import type { ChannelResult } from '../../../protocol/ipc/channels.ts';
import { createStore, type Store } from '../../platform/store.ts';
import { type Action, type Found, withActions } from './actions.ts';

/** The result shown below the field. It stays until the next answer arrives. */
export type Shown =
  | { kind: 'nothing-typed'; results: readonly Found[] }
  /** `text` is the trimmed search text. */
  | {
      kind: 'found';
      text: string;
      results: readonly Found[];
      /** The server can't be reached, so only data on this computer was searched. */
      isFromHere: boolean;
    }
  | { kind: 'failed'; reason: { kind: BridgeErrorKind; message: string } };

export function resultsOf(shown: Shown): readonly Found[] {
  return shown.kind === 'failed' ? [] : shown.results;
}

export type SearchState = {
  /** The answer for the current text is pending. */
  isSearching: boolean;
  shown: Shown;
  /** Index of the result that Enter opens. */
  active: number;
};

export type Searching = {
  state: Store<SearchState>;
  typed(text: string): void;
  /** Searches again for the same text. */
  again(): void;
  /** Moves to the next or previous result, and wraps around. */
  move(by: 1 | -1): void;
  point(index: number): void;
  /**
   * Opens the active result. While an answer is pending, waits and opens its first result: a user who types fast and
   * presses Enter means the new text, not the results still on screen.
   */
  enter(): void;
  dispose(): void;
};

/** The pause after a keystroke before a search starts. */
const restMilliseconds = 120;

/** The search of one open dialog. Only the answer for the latest text is ever shown. */
export function createSearching(
  ask: (text: string) => Promise<Answer<ChannelResult<'search.query'>>>,
  go: (found: Found) => void,
  actionsFor: (text: string) => readonly Action[] = () => [],
): Searching {
  const start: SearchState = {
    isSearching: false,
    shown: { kind: 'nothing-typed', results: actionsFor('') },
    active: 0,
  };
  const state = createStore<SearchState>(start);
  let wanted = '';
  /** Counts the searches, so that answers to earlier ones are ignored. */
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
      ? { kind: 'found', text, ...answer.data, results: withActions(answer.data.results, actionsFor(text)) }
      : { kind: 'failed', reason: answer };
    state.change(() => ({ isSearching: false, shown, active: 0 }));
    const [first] = resultsOf(shown);
    if (isEntered && first) go(first);
    isEntered = false;
  }

  function move(next: (active: number, results: readonly Found[]) => number): void {
    state.change((now) => {
      const results = resultsOf(now.shown);
      return results.length === 0 ? now : { ...now, active: next(now.active, results) };
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
      const result = resultsOf(shown)[active];
      if (result) go(result);
    },
    dispose: cancel,
  };
}
