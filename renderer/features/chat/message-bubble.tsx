import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { chatText } from '../../text/chat.ts';
import { classNames } from '../../ui/class-names.ts';
import { LinkedText, useTrackAtHand } from '../comments/port.tsx';
import { operationText } from '../pending/port.ts';
import { OperationActions } from '../pending/port.tsx';
import { type Delivery, deliveryText } from './delivery.ts';
import type { ShownMessage } from './message-rows.ts';

/** One message: the user's own on the right with its delivery state, the other person's on the left. */
export function MessageBubble({
  message,
  isFirst,
  projects,
}: {
  message: ShownMessage;
  isFirst: boolean;
  /** Where the songs are that it may name. */
  projects: readonly ProjectSnapshot[];
}) {
  const track = useTrackAtHand(projects[0] ?? null);
  const { delivery } = message;
  const clock = new Date(message.createdAt).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <article
      aria-label={chatText.messageLabel(delivery ? chatText.you : message.sender.name, clock)}
      className={classNames(
        'flex flex-col px-3 pb-0.5',
        isFirst && 'pt-2',
        delivery ? 'items-end' : 'items-start',
      )}
    >
      <div
        className={classNames(
          'flex max-w-[88%] flex-wrap items-end justify-end gap-x-2 rounded-md px-2.5 py-1.5',
          delivery ? 'bg-accent-wash' : 'bg-chosen',
          delivery?.kind === 'refused' && 'bg-over-wash',
        )}
      >
        <p className="min-w-0 flex-auto wrap-anywhere whitespace-pre-wrap" dir="auto" data-selectable>
          <LinkedText withWaves text={message.text} projects={projects} track={track} />
        </p>
        <span className="inline-flex shrink-0 items-center gap-1 text-meta text-dim tabular-nums">
          <time dateTime={message.createdAt}>{clock}</time>
          {delivery && <DeliveryIcon delivery={delivery} />}
        </span>
      </div>
      {delivery?.kind === 'refused' && <Refused delivery={delivery} />}
    </article>
  );
}

function DeliveryIcon({ delivery }: { delivery: Delivery }) {
  const icons = {
    queued: Clock,
    sending: Clock,
    refused: CircleAlert,
    delivered: Check,
    read: CheckCheck,
  } as const;
  const Icon = icons[delivery.kind];
  const text = deliveryText(delivery);
  return (
    <span title={text} className="inline-flex">
      <Icon
        size={13}
        aria-hidden
        className={classNames(
          delivery.kind === 'read' && 'text-accent',
          delivery.kind === 'queued' && 'text-hot',
          delivery.kind === 'refused' && 'text-over',
        )}
      />
      <span className="sr-only">{text}</span>
    </span>
  );
}

function Refused({ delivery }: { delivery: Extract<Delivery, { kind: 'refused' }> }) {
  const { operation } = delivery;
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-1 pt-1">
      <p className="text-meta break-words text-over" data-selectable>
        {deliveryText(delivery)}
      </p>
      <OperationActions operation={operation} sentence={operationText(operation).sentence} small withCopy />
    </div>
  );
}
