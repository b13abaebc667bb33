import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { useSay } from '../../ui/messages.tsx';
import { usePending } from './pending-context.tsx';
import { readCommand } from './read-command.ts';
import { isEditable, typedIn } from './typed-text.ts';

/** What can be done about a change that waits or was refused; null for what can't. `words` say what it is. */
export function useOperation(operation: PendingOperation, words: string) {
  const bridge = useBridge();
  const say = useSay();
  const { ask } = useFrame();
  const { operationId, state } = operation;
  const command = readCommand(operation);
  const typed = command && typedIn(command);
  const { drop } = usePending();
  const act = async (name: 'outbox.retry' | 'outbox.discard') => {
    if (name === 'outbox.discard') drop((one) => one.operationId === operationId);
    const answer = await bridge.invoke(name, { operationId });
    if (!answer.ok) say.failed(words, failureSentence(answer));
  };
  const copy = async (text: string) => {
    const answer = await bridge.invoke('app.copyText', { text });
    if (!answer.ok) say.failed('The words could not be copied', failureSentence(answer));
  };
  return {
    retry: state.kind === 'refused' ? () => void act('outbox.retry') : null,
    edit: isEditable(operation, command) ? () => ask({ kind: 'edit-operation', operation }) : null,
    discard: state.kind === 'sending' ? null : () => void act('outbox.discard'),
    copy: typed?.kind === 'text' ? () => void copy(typed.value) : null,
  };
}
