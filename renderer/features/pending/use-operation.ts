import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { pendingText } from '../../text/pending.ts';
import { useSay } from '../../ui/messages.tsx';
import { isEditable, typedIn } from './editable.ts';

/** The user's actions on a pending or refused change; null if not possible. `sentence` names the change. */
export function useOperation(operation: PendingOperation, sentence: string) {
  const bridge = useBridge();
  const say = useSay();
  const { ask } = useFrame();
  const { operationId, state } = operation;
  const command = readCommand(operation);
  const typed = command && typedIn(command);
  const act = async (name: 'outbox.retry' | 'outbox.discard') => {
    const answer = await bridge.invoke(name, { operationId });
    if (!answer.ok) say.failed(sentence, failureSentence(answer));
  };
  const copy = async (text: string) => {
    const answer = await bridge.invoke('app.copyText', { text });
    if (!answer.ok) say.failed(pendingText.actions.copyFailed, failureSentence(answer));
  };
  return {
    retry: state.kind === 'refused' ? () => void act('outbox.retry') : null,
    edit: isEditable(operation, command) ? () => ask({ kind: 'edit-operation', operation }) : null,
    discard: state.kind === 'sending' || state.kind === 'confirmed' ? null : () => void act('outbox.discard'),
    copy: typed?.kind === 'text' ? () => void copy(typed.value) : null,
  };
}
