import { useState } from 'react';
import { commentTextSchema } from '../../../protocol/wire/comment.ts';
import type { Done } from '../../ui/dialog.tsx';

/**
 * Sends what was written. It leaves its field at once, because it shows in the list from then on; a refusal gives it
 * back (`giveBack`), with the reason.
 */
export function useSend(send: (text: string) => Promise<Done>, giveBack: (text: string) => void) {
  const [error, setError] = useState<string | null>(null);
  return {
    error,
    clearError: () => setError(null),
    /** Answers whether the words are on their way. */
    send(written: string): boolean {
      const text = commentTextSchema.safeParse(written);
      if (!text.success) {
        if (written.trim() !== '') setError(`The text ${text.error.issues[0]?.message ?? 'can’t be sent'}.`);
        return false;
      }
      setError(null);
      void send(text.data).then((failure) => {
        if (failure === null) return;
        setError(failure);
        giveBack(text.data);
      });
      return true;
    },
  };
}

/** What was refused, before what has been written since. */
export function rejoin(refused: string, written: string): string {
  return written.trim() === '' ? refused : `${refused}\n${written}`;
}
