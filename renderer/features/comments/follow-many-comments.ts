import { QueriesObserver, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import { mostCutsListed } from '../../../protocol/ipc/channels.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { answered, read } from '../../bridge/read.ts';
import { type AskForComments, areHeld, commentsQuery } from './comment-queries.ts';

/** In one answer, unless a single cut has more: the page parses them between two frames. */
const mostComments = 500;
/** In milliseconds: answers that arrive together are shown together. */
const together = 50;
/** The same while there is more to read, because all that is known is gone through each time. */
const whileReading = 500;

export type KnownComments = Pick<UseQueryResult<readonly Comment[]>, 'data' | 'error' | 'isPending'>;

type Counted = Pick<Cut, 'id' | 'commentCount'>;

/**
 * Reads the comments of many cuts and follows them, until the returned function is called. Those that aren't cached are
 * read in portions, one after the other, while the page is idle: it draws in between, and a song that is opened
 * meanwhile is read first.
 */
export function followManyComments({
  bridge,
  client,
  cuts,
  show,
  whenIdle,
}: {
  bridge: Bridge;
  client: QueryClient;
  cuts: readonly Counted[];
  /** Called with the comments of each cut as far as they are known. */
  show: (known: ReadonlyMap<string, KnownComments>) => void;
  /** Runs something later, unless the returned function is called before. */
  whenIdle: (run: () => void) => () => void;
}): () => void {
  const ask = askTogether(bridge);
  const held = cuts.filter(({ id }) => areHeld(client, id));
  const portions = portionsOf(cuts.filter(({ id }) => !areHeld(client, id))).values();
  const observers: { cutIds: readonly string[]; observer: QueriesObserver }[] = [];
  const stops: (() => void)[] = [];
  let isReading = true;
  let cancelNext = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;

  function showNow(): void {
    timer = undefined;
    const known = observers.flatMap(({ cutIds, observer }) => {
      const results = observer.getCurrentResult() as KnownComments[];
      return cutIds.map((id, index) => [id, results[index] as KnownComments] as const);
    });
    show(new Map(known));
  }

  function readNext(): void {
    const { value: next } = portions.next();
    if (next) {
      cancelNext = whenIdle(() => follow(next));
      return;
    }
    isReading = false;
    clearTimeout(timer);
    timer = undefined;
  }

  function follow(portion: readonly Counted[]): void {
    const observer = new QueriesObserver(
      client,
      portion.map(({ id }) => ({
        ...commentsQuery(bridge, id, ask),
        notifyOnChangeProps: ['data', 'error', 'isPending'],
      })),
    );
    let isRead = false;
    const changed = () => {
      if (!isRead && observer.getCurrentResult().every(({ isPending }) => !isPending)) {
        isRead = true;
        readNext();
      }
      timer ??= setTimeout(showNow, isReading ? whileReading : together);
    };
    observers.push({ cutIds: portion.map(({ id }) => id), observer });
    stops.push(observer.subscribe(changed));
    changed();
  }

  follow(held);
  showNow();
  return () => {
    cancelNext();
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

function portionsOf(cuts: readonly Counted[]): Counted[][] {
  const portions: Counted[][] = [];
  let comments = Number.POSITIVE_INFINITY;
  for (const cut of cuts) {
    const last = portions.at(-1);
    comments += cut.commentCount;
    if (last && last.length < mostCutsListed && comments <= mostComments) {
      last.push(cut);
    } else {
      portions.push([cut]);
      comments = cut.commentCount;
    }
  }
  return portions;
}

/** Asks in one call for the cuts that are asked for in one task. */
function askTogether(bridge: Bridge): AskForComments {
  let call: ReturnType<typeof begin> | undefined;

  function begin() {
    const cutIds: string[] = [];
    const answers = Promise.resolve().then(() => {
      call = undefined;
      return read(bridge, 'comments.listMany', { cutIds });
    });
    return { cutIds, answers };
  }

  return async (cutId) => {
    if (!call || call.cutIds.length === mostCutsListed) call = begin();
    const { cutIds, answers } = call;
    const index = cutIds.push(cutId) - 1;
    return answered((await answers)[index] as Awaited<typeof answers>[number]);
  };
}
