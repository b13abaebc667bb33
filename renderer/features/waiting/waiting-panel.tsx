import { useQueryClient } from '@tanstack/react-query';
import { CircleAlert, Clock, RotateCw, X } from 'lucide-react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useNow } from '../../app/clock.ts';
import { keys, useOutbox } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { formatClock } from '../../words/format.ts';
import { operationSentence, operationState } from './operation-words.ts';
import { useOperation } from './use-operation.ts';

/** What the user changed and the server has not confirmed. */
export function WaitingPanel() {
  const operations = useOutbox();
  const client = useQueryClient();
  const now = useNow();
  const wordsOf = (operation: PendingOperation) =>
    operationSentence(
      operation,
      operation.projectId
        ? client.getQueryData<ProjectSnapshot>(keys.project(operation.projectId))
        : undefined,
    );
  if (operations.error)
    return (
      <div className="p-4">
        <ErrorLine>{operations.error.message}</ErrorLine>
      </div>
    );
  if (!operations.data?.length)
    return (
      <p className="px-4 py-6 text-center text-dim">Nothing waits: every change has reached the band.</p>
    );
  return (
    <VirtualList
      label="List of waiting changes"
      items={operations.data}
      keyOf={(operation) => operation.operationId}
      labelOf={wordsOf}
      estimate={() => 53}
    >
      {(operation) => <Operation operation={operation} words={wordsOf(operation)} now={now} />}
    </VirtualList>
  );
}

function Operation({ operation, words, now }: { operation: PendingOperation; words: string; now: number }) {
  const { retry, discard } = useOperation(operation.operationId, words);
  const isRefused = operation.state.kind === 'refused';
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 hover:bg-hover">
      {isRefused ? (
        <CircleAlert size={16} aria-hidden className="shrink-0 text-over" />
      ) : (
        <Clock size={16} aria-hidden className="shrink-0 text-hot" />
      )}
      <div className="min-w-0 flex-1 max-[760px]:basis-[calc(100%-28px)]">
        <p className="font-medium break-words">{words}</p>
        <p className="text-meta break-words text-dim">{operationState(operation)}</p>
      </div>
      <time className="text-meta text-faint tabular-nums max-[760px]:ml-7 max-[760px]:flex-1">
        {formatClock(operation.createdAt, now)}
      </time>
      <div className="flex gap-1">
        {isRefused && (
          <Button icon={RotateCw} onClick={retry}>
            Try again
          </Button>
        )}
        {operation.state.kind !== 'sending' && (
          <Button icon={X} tone="quiet" onClick={discard}>
            Discard
          </Button>
        )}
      </div>
    </div>
  );
}
