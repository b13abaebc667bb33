import { useState } from 'react';
import { commentTextSchema } from '../../../protocol/wire/comment.ts';
import { commentsText } from '../../text/comments.ts';
import type { Done } from '../../ui/dialog.tsx';

/**
 * Sends a text. The field is cleared at once, because the text shows in the list from then on. If it is refused,
 * `giveBack` returns it to the field, and `error` says why.
 */
export function useSend(send: (text: string) => Promise<Done>, giveBack: (text: string) => void) {
  const [error, setError] = useState<string | null>(null);
  return {
    error,
    clearError: () => setError(null),
    /** Returns whether the text is being sent. */
    send(written: string): boolean {
      const text = commentTextSchema.safeParse(written);
      if (!text.success) {
        if (written.trim() !== '') setError(commentsText.problem(text.error.issues[0]?.message));
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

/** The refused text, followed by what the user has written since. */
export function rejoin(refused: string, written: string): string {
  return written.trim() === '' ? refused : `${refused}\n${written}`;
}
