import { CircleAlert } from 'lucide-react';
import { formatRoute } from '../../platform/route.ts';
import { pendingText } from '../../text/pending.ts';
import { OperationActions } from './operation-actions.tsx';
import { operationState } from './operation-text.ts';
import { OperationWords } from './operation-words.tsx';
import { usePending } from './pending-context.tsx';
import { type RefusedAbout, type RefusedEntry, refusedEntries } from './refused-places.ts';
import { useOperationText } from './use-operation-text.ts';

/** Refused changes of this page that have no row of their own, with the text that would otherwise be lost. */
export function RefusedHere({ about }: { about: RefusedAbout }) {
  const { operations } = usePending();
  return <RefusedList entries={refusedEntries(operations, about)} />;
}

export function RefusedList({ entries }: { entries: readonly RefusedEntry[] }) {
  const wordsOf = useOperationText();
  if (entries.length === 0) return null;
  return (
    <section
      aria-label={pendingText.refusedHere}
      className="max-h-2/5 shrink-0 overflow-y-auto border-y border-line bg-over-wash"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <ul>
        {entries.map(({ operation, cutId }) => {
          const words = wordsOf(operation);
          const { projectId } = operation;
          return (
            <li key={operation.operationId} className="flex items-start gap-2 px-4 py-1.5">
              <CircleAlert size={14} aria-hidden className="mt-[3px] shrink-0 text-over" />
              <div className="min-w-0 flex-1">
                <OperationWords words={words} />
                <p className="text-meta break-words text-dim" data-selectable>
                  {operationState(operation)}
                </p>
                <div className="-ml-2 flex flex-wrap items-center gap-x-1">
                  <OperationActions operation={operation} sentence={words.sentence} small withCopy />
                  {cutId && projectId && (
                    <a
                      href={formatRoute({ name: 'project', projectId, cutId })}
                      className="rounded-sm px-1 text-meta text-accent underline underline-offset-2"
                    >
                      {pendingText.openCut}
                    </a>
                  )}
                </div>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
