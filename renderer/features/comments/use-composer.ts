import { useEffect, useRef } from 'react';
import { newId } from '../../../common/new-id.ts';
import type { Member } from '../../../protocol/wire/member.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { usePlayerState, usePlayTime } from '../player/port.tsx';
import { useCommentUiState, withEntry } from './comment-ui-state.tsx';
import { changeDraft, type DraftEvent, emptyDraft, type Moment } from './draft.ts';
import { useMentions } from './use-mentions.ts';
import { rejoin, useSend } from './use-send.ts';

/** The comment that is being written on a cut. `fileId` is the shown version, which is also the one that plays. */
export function useComposer({
  cutId,
  fileId,
  members,
}: {
  cutId: string;
  fileId: string | null;
  members: readonly Member[];
}) {
  const run = useRunCommand();
  const { drafts, asked, filter } = useCommentUiState();
  const wanted = useStore(asked);
  const draft = useStore(drafts).get(cutId) ?? emptyDraft;
  const isOn = usePlayerState().track?.cutId === cutId;
  const heard = usePlayTime(0.1);
  const playhead = isOn ? heard : 0;
  const field = useRef<HTMLTextAreaElement>(null);
  const mentions = useMentions(members);

  const change = (event: DraftEvent) =>
    drafts.change((known) => withEntry(known, cutId, changeDraft(known.get(cutId) ?? emptyDraft, event)));
  const about: Moment = draft.pin ?? { seconds: playhead, fileId };
  const { endSeconds } = about;
  const { error, clearError, send } = useSend(
    (text) =>
      run('comment.create', {
        ...{ id: newId(), cutId, fileId: about.fileId, text, timestamp: about.seconds },
        ...(endSeconds !== undefined && { endTimestamp: endSeconds }),
        mentions: mentions.idsIn(text),
      }),
    (text) =>
      drafts.change((known) => {
        const now = known.get(cutId) ?? emptyDraft;
        return withEntry(known, cutId, {
          text: rejoin(text, now.text),
          pin: { ...about, by: 'typing' },
        });
      }),
  );
  const onSend = () => {
    if (!send(draft.text)) return;
    change({ kind: 'sent' });
    filter.change((known) => (known.show === 'resolved' ? { ...known, show: 'open' } : known));
  };
  const pin = (moment: Moment) => change({ kind: 'pinned', ...moment });

  useEffect(() => {
    if (wanted?.kind !== 'comment') return;
    asked.change(() => null);
    field.current?.focus();
  }, [wanted, asked]);

  return {
    draft,
    about,
    playhead,
    field,
    change,
    pin,
    onSend,
    /** The properties of the field. */
    box: {
      ...mentions.field,
      ref: field,
      label: commentsText.composer.field,
      placeholder: commentsText.composer.placeholder,
      value: draft.text,
      error,
      onValue(text: string) {
        clearError();
        change({ kind: 'typed', text, playhead, fileId });
      },
      onSend,
      onLeave: () => field.current?.blur(),
    },
  };
}
