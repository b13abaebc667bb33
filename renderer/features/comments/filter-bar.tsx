import { Check, Copy, ListFilter } from 'lucide-react';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useCommentUiState } from './comment-ui-state.tsx';

/** Chooses which comments the panel shows. */
export function FilterBar({
  open,
  all,
  hasVersions,
  isCopied,
  onCopy,
}: {
  open: number;
  all: number;
  hasVersions: boolean;
  isCopied: boolean;
  /** Copies the open points as text. */
  onCopy: () => void;
}) {
  const { filter } = useCommentUiState();
  const { show, thisVersion } = useStore(filter);
  const text = commentsText.filter;
  return (
    <div className="flex shrink-0 items-center gap-1 border-b border-line px-2 py-2">
      <Segments
        label={text.label}
        // A thousand open points fit beside the buttons.
        className="[&_label]:px-2"
        value={show}
        options={[
          { value: 'open', text: text.open(open) },
          { value: 'resolved', text: text.resolved(all - open) },
          { value: 'mine', text: text.mine },
        ]}
        onValue={(next) => filter.change((known) => ({ ...known, show: next }))}
      />
      {hasVersions && (
        <IconButton
          label={text.thisVersion}
          icon={ListFilter}
          aria-pressed={thisVersion}
          className="ml-auto aria-pressed:bg-chosen aria-pressed:text-text"
          onClick={() => filter.change((known) => ({ ...known, thisVersion: !known.thisVersion }))}
        />
      )}
      {open > 0 && (
        <IconButton
          label={isCopied ? text.copied : text.copy}
          icon={isCopied ? Check : Copy}
          className={hasVersions ? undefined : 'ml-auto'}
          onClick={onCopy}
        />
      )}
    </div>
  );
}
