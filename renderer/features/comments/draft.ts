/** The moment that a comment is about, in seconds; `fileId` is the version it was heard in, if there is one. */
export type Moment = { seconds: number; fileId: string | null };

/**
 * A comment that is being written. `pin` is what it is about, and whether typing or the hand put it there; null while
 * nothing is written: then it follows the playhead.
 */
export type Draft = { text: string; pin: (Moment & { by: 'typing' | 'hand' }) | null };

export const emptyDraft: Draft = { text: '', pin: null };

export type DraftEvent =
  | { kind: 'typed'; text: string; playhead: number; fileId: string | null }
  /** The moment was typed in, or set to the playhead by its button. */
  | ({ kind: 'pinned' } & Moment)
  | { kind: 'sent' };

/**
 * The first keystroke pins the comment to what is heard at that instant, because by the time the words are there the
 * music is elsewhere, or another version is on to be compared. Whoever takes all words back starts anew; what was set
 * by hand stays.
 */
export function changeDraft(draft: Draft, event: DraftEvent): Draft {
  switch (event.kind) {
    case 'typed': {
      const isEmpty = event.text.trim() === '';
      if (isEmpty) return { text: event.text, pin: draft.pin?.by === 'hand' ? draft.pin : null };
      return {
        text: event.text,
        pin: draft.pin ?? { seconds: event.playhead, fileId: event.fileId, by: 'typing' },
      };
    }
    case 'pinned':
      return { ...draft, pin: { seconds: event.seconds, fileId: event.fileId, by: 'hand' } };
    case 'sent':
      return emptyDraft;
  }
}
