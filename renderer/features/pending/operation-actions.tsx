import { Copy, Pencil, RotateCw, X } from 'lucide-react';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useOperation } from './use-operation.ts';

/** The buttons of a change that waits or was refused. `words` say what it is. */
export function OperationActions({
  operation,
  words,
  small = false,
  withCopy = false,
}: {
  operation: PendingOperation;
  words: string;
  /** Among the lines of a text. */
  small?: boolean;
  /** Its words can't be selected where it stands, or the place they were meant for is gone. */
  withCopy?: boolean;
}) {
  const { retry, edit, discard, copy } = useOperation(operation, words);
  const size = classNames(small ? 'h-6 text-meta' : '@max-2xl:px-2 @max-2xl:text-meta');
  return (
    <span className="flex flex-wrap items-center gap-x-1">
      {retry && (
        <Button tone="quiet" icon={RotateCw} className={size} onClick={retry}>
          Try again
        </Button>
      )}
      {edit && (
        <Button tone="quiet" icon={Pencil} className={size} onClick={edit}>
          Edit
        </Button>
      )}
      {discard && (
        <Button tone="quiet" icon={X} className={size} onClick={discard}>
          Discard
        </Button>
      )}
      {withCopy && copy && <IconButton label={`Copy the words: ${words}`} icon={Copy} onClick={copy} />}
    </span>
  );
}
