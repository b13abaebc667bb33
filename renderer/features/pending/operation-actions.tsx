import { Copy, Pencil, RotateCw, X } from 'lucide-react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { pendingText } from '../../text/pending.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useOperation } from './use-operation.ts';

const text = pendingText.actions;

/** The buttons of a pending or refused change. `sentence` names it. */
export function OperationActions({
  operation,
  sentence,
  small = false,
  withCopy = false,
}: {
  operation: PendingOperation;
  sentence: string;
  /** Among lines of text. */
  small?: boolean;
  /** The text can't be selected where it is shown, or the place it was meant for is gone. */
  withCopy?: boolean;
}) {
  const { retry, edit, discard, copy } = useOperation(operation, sentence);
  const size = classNames(small ? 'h-6 text-meta' : '@max-2xl:px-2 @max-2xl:text-meta');
  return (
    <span className="flex flex-wrap items-center gap-x-1">
      {retry && (
        <Button tone="quiet" icon={RotateCw} className={size} onClick={retry}>
          {text.retry}
        </Button>
      )}
      {edit && (
        <Button tone="quiet" icon={Pencil} className={size} onClick={edit}>
          {text.edit}
        </Button>
      )}
      {discard && (
        <Button tone="quiet" icon={X} className={size} onClick={discard}>
          {text.discard}
        </Button>
      )}
      {withCopy && copy && <IconButton label={text.copy(sentence)} icon={Copy} onClick={copy} />}
    </span>
  );
}
