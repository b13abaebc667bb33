import { Popover } from '@base-ui/react/popover';
import { CircleAlert, Clock } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { OperationActions } from './operation-actions.tsx';
import { operationState, wholeText } from './operation-text.ts';
import type { PendingBadge } from './pending-badge.ts';
import { useSentence } from './use-sentence.ts';

/** `brief`: without the reason, where there is no room for it. `icon`: where there is none for a word either. */
export type BadgeSize = 'whole' | 'brief' | 'icon';

/** How the change of what stands beside it stands: on its way; or refused: a click says why and what can be done. */
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
        title={size === 'icon' ? 'not sent yet' : undefined}
        className="shrink-0 animate-appear-late text-meta text-hot"
      >
        {size === 'icon' && <Clock size={12} aria-hidden />}
        <span className={classNames(size === 'icon' && 'sr-only')}>
          {size === 'brief' ? 'waits' : 'not sent yet'}
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
  const sentenceOf = useSentence();
  return (
    <Popover.Root>
      <Popover.Trigger
        data-refused
        tabIndex={focusable ? 0 : -1}
        aria-label={`Refused: ${badge.message} What can be done`}
        className={classNames(
          'inline-flex items-center gap-1 rounded-sm px-1 text-meta text-over hover:bg-hover data-popup-open:bg-chosen',
          // It gives way to the name beside it.
          size === 'whole' ? 'max-w-fit min-w-19 flex-[1_1_4rem]' : 'shrink-0',
        )}
      >
        <CircleAlert size={12} aria-hidden className="shrink-0" />
        {size !== 'icon' && (
          <span className="truncate">{size === 'brief' ? 'refused' : `refused: ${badge.message}`}</span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={8} className="z-30">
          <Popover.Popup className="flex max-h-[calc(100dvh-80px)] w-80 max-w-[calc(100vw-16px)] animate-appear flex-col gap-3 overflow-y-auto rounded-md bg-raised px-4 py-3 shadow-lift focus-visible:outline-none">
            <Popover.Title className="text-head font-semibold">Not done</Popover.Title>
            {badge.operations.map((operation) => {
              const words = sentenceOf(operation);
              const text = wholeText(operation);
              return (
                <div key={operation.operationId} className="flex flex-col gap-1">
                  <p className="font-medium break-words" data-selectable>
                    {words}
                  </p>
                  {text && (
                    <p className="break-words whitespace-pre-wrap" data-selectable>
                      {text}
                    </p>
                  )}
                  <p className="text-meta break-words text-over" data-selectable>
                    {operationState(operation)}
                  </p>
                  <div className="-ml-2">
                    <OperationActions operation={operation} words={words} withCopy />
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
