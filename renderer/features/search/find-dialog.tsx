import { CloudOff } from 'lucide-react';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { SearchResult } from '../../../protocol/wire/search.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useConnection } from '../../platform/socket-context.tsx';
import { useStore } from '../../platform/store.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { searchText } from '../../text/search.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/dialog.tsx';
import { EmptyPicture } from '../../ui/empty-picture.tsx';
import { PickerField } from '../../ui/picker-field.tsx';
import { goToLink } from '../notifications/port.tsx';
import { type Action, findActions, isAction } from './actions.ts';
import { optionId, ResultList } from './result-list.tsx';
import { createSearching, resultsOf, type Searching, type Shown } from './searching.ts';

/**
 * Finds songs, comments and more by their words and opens them, and what can be done from here. The focus stays in the field;
 * arrow keys move through the results.
 */
export function Find({ actions, onClose }: { actions: readonly Action[]; onClose: () => void }) {
  const leads = useRef(false);
  const searching = useSearching(actions, onClose, leads);
  return (
    <Modal wide title={searchText.title} leads={leads} onClose={onClose}>
      {searching && <Palette searching={searching} />}
    </Modal>
  );
}

/** Lives as long as the dialog: the search text is not kept. */
function useSearching(actions: readonly Action[], onClose: () => void, leads: RefObject<boolean>): Searching {
  const bridge = useBridge();
  /** The element that had the focus before the dialog. */
  const [before] = useState(() => document.activeElement);
  const [searching] = useState(() =>
    createSearching(
      (text) => bridge.invoke('search.query', { text }),
      (result) => {
        if (isAction(result)) {
          leads.current = true;
          onClose();
          requestAnimationFrame(() => {
            // So that a dialog which the action opens gives the focus back to there.
            if (before instanceof HTMLElement) before.focus({ preventScroll: true });
            result.run();
          });
          return;
        }
        leads.current = result.link.commentId !== undefined || result.type === 'vibe';
        onClose();
        goToLink(linkTo(result));
      },
      (text) => findActions(actions, text),
    ),
  );
  useEffect(() => searching.dispose, [searching]);
  const isOnline = useConnection().kind === 'online';
  useEffect(() => {
    const { shown } = searching.state.get();
    const isIncomplete =
      shown.kind === 'found' ? shown.isFromHere : shown.kind === 'failed' && shown.reason.kind === 'offline';
    if (isOnline && isIncomplete) searching.again();
  }, [isOnline, searching]);
  return searching;
}

/** A found version is the one that its cut shows. */
function linkTo({ type, id, link }: SearchResult): SearchResult['link'] {
  return type === 'file' ? { ...link, fileId: id } : link;
}

function Palette({ searching }: { searching: Searching }) {
  const { isSearching, shown, active } = useStore(searching.state);
  const [text, setText] = useState('');
  const listId = useId();
  const results = resultsOf(shown);
  return (
    <div className="flex h-[min(28rem,calc(100dvh-7rem))] min-h-0 flex-col gap-2">
      <PickerField
        label={searchText.field}
        placeholder={searchText.placeholder}
        maxLength={500}
        value={text}
        list={results.length > 0 ? listId : undefined}
        active={results.length > 0 ? optionId(listId, active) : undefined}
        onType={(typed) => {
          setText(typed);
          searching.typed(typed);
        }}
        onMove={searching.move}
        onEnter={searching.enter}
      />
      <p role="status" className="sr-only">
        {!isSearching &&
          shown.kind === 'found' &&
          searchText.announced(shown.results.length, shown.isFromHere)}
      </p>
      {shown.kind === 'found' && shown.isFromHere && (
        <p className="flex items-start gap-2 rounded-md bg-hot-wash px-3 py-1.5 text-meta">
          <CloudOff size={13} aria-hidden className="mt-0.5 shrink-0 text-hot" />
          {searchText.offline}
        </p>
      )}
      {shown.kind === 'nothing-typed' && results.length > 0 && !isSearching && (
        <p className="text-meta text-faint">{searchText.start}</p>
      )}
      {results.length > 0 ? (
        <ResultList
          id={listId}
          results={results}
          active={active}
          isOutdated={isSearching}
          onPoint={searching.point}
          onChoose={(index) => {
            searching.point(index);
            searching.enter();
          }}
        />
      ) : (
        <NoResults shown={shown} isSearching={isSearching} onAgain={searching.again} />
      )}
    </div>
  );
}

function NoResults({
  shown,
  isSearching,
  onAgain,
}: {
  shown: Shown;
  isSearching: boolean;
  onAgain: () => void;
}) {
  if (shown.kind === 'failed' && !isSearching)
    return (
      <div role="alert" className="m-auto flex flex-col items-center gap-1 px-6 py-6 text-center">
        <EmptyPicture name="glass" />
        <p className="pt-3 font-semibold">
          {shown.reason.kind === 'offline' ? searchText.offlineFailed : searchText.failed}
        </p>
        <p className="break-words text-dim">{failureSentence(shown.reason)}</p>
        <Button className="mt-3" onClick={onAgain}>
          {commonText.tryAgain}
        </Button>
      </div>
    );
  if (isSearching) return <p className="px-6 py-10 text-center text-dim">{searchText.searching}</p>;
  if (shown.kind === 'found')
    return (
      <div className="m-auto flex flex-col gap-1 px-6 py-6 text-center">
        <EmptyPicture name="glass" />
        <p className="pt-3 font-semibold break-words">{searchText.nothing(shown.text)}</p>
        <p className="text-dim">{searchText.nothingHint}</p>
      </div>
    );
  return <p className="px-6 py-10 text-center text-dim">{searchText.start}</p>;
}
