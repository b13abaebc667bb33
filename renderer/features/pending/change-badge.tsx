import { Popover } from '@base-ui/react/popover';
import { CircleAlert, Clock } from 'lucide-react';
import { pendingText } from '../../text/pending.ts';
import { classNames } from '../../ui/class-names.ts';
import { OperationActions } from './operation-actions.tsx';
import { operationState } from './operation-text.ts';
import { OperationWords } from './operation-words.tsx';
import type { PendingBadge } from './pending-badge.ts';
import { useOperationText } from './use-operation-text.ts';

/** `brief`: no room for the reason. `icon`: no room for a word either. */
export type BadgeSize = 'whole' | 'brief' | 'icon';

const text = pendingText.badge;

/** Whether the thing beside it is pending or refused. A click on a refusal shows the reason and what can be done. */
export function ChangeBadge({
  badge,
  focusable = true,
  size = 'whole',
}: {
  badge: PendingBadge | undefined;
  focusable?: boolean;
  size?: BadgeSize;
}) {
  if (!badge) return null;
  if (badge.kind === 'pending')
    return (
      <span
        title={size === 'icon' ? text.notSent : undefined}
        className="shrink-0 animate-appear-late text-meta text-hot"
      >
        {size === 'icon' && <Clock size={12} aria-hidden />}
        <span className={classNames(size === 'icon' && 'sr-only')}>
          {size === 'brief' ? text.pending : text.notSent}
        </span>
      </span>
    );
  return <RefusedBadge badge={badge} focusable={focusable} size={size} />;
}

function RefusedBadge({
  badge,
  focusable,
  size,
}: {
  badge: Extract<PendingBadge, { kind: 'refused' }>;
  focusable: boolean;
  size: BadgeSize;
}) {
  const wordsOf = useOperationText();
  return (
    <Popover.Root>
      <Popover.Trigger
        data-refused
        tabIndex={focusable ? 0 : -1}
        aria-label={text.refusedOptions(badge.message)}
        className={classNames(
          'inline-flex items-center gap-1 rounded-sm px-1 text-meta text-over hover:bg-hover data-popup-open:bg-chosen',
          // It shrinks before the name beside it does.
          size === 'whole' ? 'max-w-fit min-w-19 flex-[1_1_4rem]' : 'shrink-0',
        )}
      >
        <CircleAlert size={12} aria-hidden className="shrink-0" />
        {size !== 'icon' && (
          <span className="truncate">
            {size === 'brief' ? text.refused : text.refusedBecause(badge.message)}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={8} className="z-30">
          <Popover.Popup className="flex max-h-[calc(100dvh-80px)] w-80 max-w-[calc(100vw-16px)] animate-appear flex-col gap-3 overflow-y-auto rounded-md bg-raised px-4 py-3 shadow-lift focus-visible:outline-none">
            <Popover.Title className="text-head font-semibold">{text.refusedTitle}</Popover.Title>
            {badge.operations.map((operation) => {
              const words = wordsOf(operation);
              return (
                <div key={operation.operationId} className="flex flex-col gap-1">
                  <OperationWords words={words} />
                  <p className="text-meta break-words text-over" data-selectable>
                    {operationState(operation)}
                  </p>
                  <div className="-ml-2">
                    <OperationActions operation={operation} sentence={words.sentence} withCopy />
                  </div>
                </div>
              );
            })}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
