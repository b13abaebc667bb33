import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSay } from '../../ui/messages.tsx';
import { failureSentence } from '../../words/failure-words.ts';

/** Sends an operation that was refused once more, or gives it up. `words` say what it is. */
export function useOperation(operationId: string, words: string) {
  const bridge = useBridge();
  const say = useSay();
  const act = async (name: 'outbox.retry' | 'outbox.discard') => {
    const answer = await bridge.invoke(name, { operationId });
    if (!answer.ok) say.failed(words, failureSentence(answer));
  };
  return { retry: () => void act('outbox.retry'), discard: () => void act('outbox.discard') };
}
