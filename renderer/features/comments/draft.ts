/** The time, or from `seconds` to `endSeconds` the range, that a comment is about. `fileId` is the version that was heard, if there is one. */
export type Moment = { seconds: number; endSeconds?: number | undefined; fileId: string | null };

/**
 * A comment that is being written. `pin` is what it is about and what set it. It is null while the text is empty: the
 * time then follows the playhead.
 */
export type Draft = {
  text: string;
  pin: (Moment & { by: 'typing' | 'hand' }) | null;
};

export const emptyDraft: Draft = { text: '', pin: null };

export type DraftEvent =
  | { kind: 'typed'; text: string; playhead: number; fileId: string | null }
  /** The user entered the time or the range, or moved it to the playhead. */
  | ({ kind: 'pinned' } & Moment)
  | { kind: 'sent' };

/**
 * The first keystroke pins the comment to what is heard at that instant: by the time the text is written, the music has
 * moved on, or another version plays for comparison. Deleting the whole text unpins it, unless the user set the time.
 */
export function changeDraft(draft: Draft, event: DraftEvent): Draft {
  switch (event.kind) {
    case 'typed': {
      const isEmpty = event.text.trim() === '';
      if (isEmpty) return { ...draft, text: event.text, pin: draft.pin?.by === 'hand' ? draft.pin : null };
      return {
        ...draft,
        text: event.text,
        pin: draft.pin ?? { seconds: event.playhead, fileId: event.fileId, by: 'typing' },
      };
    }
    case 'pinned':
      return {
        ...draft,
        pin: { seconds: event.seconds, endSeconds: event.endSeconds, fileId: event.fileId, by: 'hand' },
      };
    case 'sent':
      return emptyDraft;
  }
}

/** The moment at another time. A range keeps its length. */
export function movedTo({ endSeconds, seconds, fileId }: Moment, to: number): Moment {
  return {
    seconds: to,
    endSeconds: endSeconds === undefined ? undefined : to + endSeconds - seconds,
    fileId,
  };
}

/** The range from this moment to another time, whichever is earlier; without one, the moment alone. */
export function rangeTo({ seconds, fileId }: Moment, end: number | undefined): Moment {
  if (end === undefined || end >= seconds) return { seconds, endSeconds: end, fileId };
  return { seconds: end, endSeconds: seconds, fileId };
}
