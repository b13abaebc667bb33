import { SendHorizontal } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { newId } from '../../../common/new-id.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { TextBox } from '../../ui/text-box.tsx';
import { usePlayerState, usePlayTime } from '../player/port.tsx';
import { useCommentUiState, withEntry } from './comment-ui-state.tsx';
import { changeDraft, type DraftEvent, emptyDraft } from './draft.ts';
import { rejoin, useSend } from './use-send.ts';

/** Writes a comment on a cut. `fileId` is the shown version, which is also the one that plays. */
export function Composer({ cutId, fileId }: { cutId: string; fileId: string | null }) {
  const run = useRunCommand();
  const { drafts, asked } = useCommentUiState();
  const wanted = useStore(asked);
  const draft = useStore(drafts).get(cutId) ?? emptyDraft;
  const isOn = usePlayerState().track?.cutId === cutId;
  const heard = usePlayTime(0.1);
  const playhead = isOn ? heard : 0;
  const field = useRef<HTMLTextAreaElement>(null);

  const change = (event: DraftEvent) =>
    drafts.change((known) => withEntry(known, cutId, changeDraft(known.get(cutId) ?? emptyDraft, event)));
  const about = draft.pin ?? { seconds: playhead, fileId };
  const { error, clearError, send } = useSend(
    (text) =>
      run('comment.create', { id: newId(), cutId, fileId: about.fileId, text, timestamp: about.seconds }),
    (text) =>
      drafts.change((known) => {
        const now = known.get(cutId) ?? emptyDraft;
        return withEntry(known, cutId, {
          text: rejoin(text, now.text),
          pin: { seconds: about.seconds, fileId: about.fileId, by: 'typing' },
        });
      }),
  );
  const onSend = () => {
    if (send(draft.text)) change({ kind: 'sent' });
  };

  useEffect(() => {
    if (wanted?.kind !== 'comment') return;
    asked.change(() => null);
    field.current?.focus();
  }, [wanted, asked]);

  return (
    <section
      aria-label={commentsText.composer.label}
      className="flex shrink-0 flex-col gap-1.5 border-t border-line p-3"
    >
      <div className="flex min-h-6 items-center gap-2">
        <MomentField
          label={commentsText.composer.time}
          seconds={about.seconds}
          follows={draft.pin === null}
          onSet={(seconds) => change({ kind: 'pinned', seconds, fileId })}
        />
        {draft.pin === null ? (
          <span className="truncate text-meta text-faint">{commentsText.composer.followsPlayhead}</span>
        ) : (
          <Button
            tone="quiet"
            className="h-6 text-meta"
            onClick={() => {
              change({ kind: 'pinned', seconds: playhead, fileId });
              field.current?.focus();
            }}
          >
            {commentsText.composer.moveToPlayhead}
          </Button>
        )}
      </div>
      <div className="flex items-end gap-1">
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <TextBox
            ref={field}
            label={commentsText.composer.field}
            placeholder={commentsText.composer.placeholder}
            value={draft.text}
            error={error}
            onValue={(text) => {
              clearError();
              change({ kind: 'typed', text, playhead, fileId });
            }}
            onSend={onSend}
            onLeave={() => field.current?.blur()}
          />
        </div>
        <IconButton
          label={commentsText.composer.send}
          keys="↵"
          icon={SendHorizontal}
          disabled={draft.text.trim() === ''}
          className="size-8"
          onClick={onSend}
        />
      </div>
    </section>
  );
}
