import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { operationSentence } from '../pending/port.ts';
import { OperationActions } from '../pending/port.tsx';
import { type Delivery, deliveryWords } from './delivery.ts';
import type { ShownMessage } from './message-rows.ts';

/** One message: one's own at the right with how far it has come, the other one's at the left. */
export function MessageBubble({ message, isFirst }: { message: ShownMessage; isFirst: boolean }) {
  const { delivery } = message;
  const clock = new Date(message.createdAt).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <article
      aria-label={`${delivery ? 'You' : message.sender.name}, ${clock}`}
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
          {message.text}
        </p>
        <span className="inline-flex shrink-0 items-center gap-1 text-meta text-dim tabular-nums">
          <time dateTime={message.createdAt}>{clock}</time>
          {delivery && <DeliveryMark delivery={delivery} />}
        </span>
      </div>
      {delivery?.kind === 'refused' && <Refused delivery={delivery} />}
    </article>
  );
}

function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const icons = {
    queued: Clock,
    sending: Clock,
    refused: CircleAlert,
    delivered: Check,
    read: CheckCheck,
  } as const;
  const Icon = icons[delivery.kind];
  const words = deliveryWords(delivery);
  return (
    <span title={words} className="inline-flex">
      <Icon
        size={13}
        aria-hidden
        className={classNames(
          delivery.kind === 'read' && 'text-accent',
          delivery.kind === 'queued' && 'text-hot',
          delivery.kind === 'refused' && 'text-over',
        )}
      />
      <span className="sr-only">{words}</span>
    </span>
  );
}

function Refused({ delivery }: { delivery: Extract<Delivery, { kind: 'refused' }> }) {
  const { operation } = delivery;
  return (
    <div className="flex max-w-[88%] flex-wrap items-center justify-end gap-x-1 pt-1">
      <p className="text-meta break-words text-over" data-selectable>
        {deliveryWords(delivery)}
      </p>
      <OperationActions operation={operation} sentence={operationSentence(operation)} small withCopy />
    </div>
  );
}
