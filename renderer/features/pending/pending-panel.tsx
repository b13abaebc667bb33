import { CircleAlert, Clock } from 'lucide-react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { useOutbox, useTransfers } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { formatAgo, formatClock } from '../../text/format.ts';
import { pendingText } from '../../text/pending.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { OperationActions } from './operation-actions.tsx';
import { type OperationText, operationState } from './operation-text.ts';
import { OperationWords } from './operation-words.tsx';
import { useShownProjects } from './pending-context.tsx';
import { useOperationText } from './use-operation-text.ts';

const text = pendingText.panel;

/** The user's unconfirmed changes, in the order in which they are sent. */
export function PendingPanel() {
  const operations = useOutbox();
  const wordsOf = useOperationText();
  const { projects } = useShownProjects();
  const now = useNow();
  if (operations.error)
    return (
      <div className="p-4">
        <ErrorLine>{operations.error.message}</ErrorLine>
      </div>
    );
  return (
    <>
      <FilesLine />
      {operations.data?.length ? (
        <VirtualList
          label={text.list}
          items={operations.data}
          keyOf={(operation) => operation.operationId}
          labelOf={(operation) => wordsOf(operation).sentence}
          estimate={() => 53}
        >
          {(operation) => (
            <Operation
              operation={operation}
              words={wordsOf(operation)}
              projectName={projects.find(({ id }) => id === operation.projectId)?.name ?? null}
              now={now}
            />
          )}
        </VirtualList>
      ) : (
        <p className="px-4 py-6 text-center text-dim">{text.empty}</p>
      )}
    </>
  );
}

function FilesLine() {
  const { showPanel } = useFrame();
  const pending = (useTransfers().data ?? []).filter(({ state }) => state.kind !== 'done').length;
  if (pending === 0) return null;
  return (
    <p className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-1 text-dim">
      <span className="flex-1">{text.files(pending)}</span>
      <Button tone="quiet" onClick={() => showPanel('transfers')}>
        {text.showFiles}
      </Button>
    </p>
  );
}

function Operation({
  operation,
  words,
  projectName,
  now,
}: {
  operation: PendingOperation;
  words: OperationText;
  projectName: string | null;
  now: number;
}) {
  const isRefused = operation.state.kind === 'refused';
  const { keepsChanges } = useSession().facts.capabilities;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 hover:bg-hover">
      {isRefused ? (
        <CircleAlert size={16} aria-hidden className="shrink-0 text-over" />
      ) : (
        <Clock size={16} aria-hidden className="shrink-0 text-hot" />
      )}
      <div className="min-w-0 flex-1 @max-2xl:basis-[calc(100%-28px)]">
        <OperationWords words={isRefused ? words : { heading: words.sentence, text: null }} />
        <p className="text-meta break-words text-dim" data-selectable>
          {projectName && (
            <>
              <bdi>{projectName}</bdi> ·{' '}
            </>
          )}
          {operationState(operation, keepsChanges)}
        </p>
      </div>
      <time
        dateTime={new Date(operation.createdAt).toISOString()}
        title={formatClock(operation.createdAt, now)}
        className="text-meta whitespace-nowrap text-faint tabular-nums @max-2xl:ml-7 @max-2xl:flex-1"
      >
        {formatAgo(operation.createdAt, now)}
      </time>
      <OperationActions operation={operation} sentence={words.sentence} withCopy={isRefused} />
    </div>
  );
}
