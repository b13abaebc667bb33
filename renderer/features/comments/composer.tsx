import { AtSign, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { newId } from '../../../common/new-id.ts';
import type { Member } from '../../../protocol/wire/member.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { MentionBox } from '../../ui/mention-box.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { usePlayerState, usePlayTime } from '../player/port.tsx';
import { useCommentUiState, withEntry } from './comment-ui-state.tsx';
import { changeDraft, type DraftEvent, emptyDraft, type Moment, movedTo, rangeTo } from './draft.ts';
import { useMentions } from './use-mentions.ts';
import { rejoin, useSend } from './use-send.ts';

/** The least length of a range that begins at the playhead, in seconds. */
const shortestRange = 4;

/** Writes a comment on a cut. `fileId` is the shown version, which is also the one that plays. */
export function Composer({
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
  const setEnd = (next: number | undefined) => pin(rangeTo(about, next));

  useEffect(() => {
    if (wanted?.kind !== 'comment') return;
    asked.change(() => null);
    field.current?.focus();
  }, [wanted, asked]);

  return (
    <section aria-label={commentsText.composer.label} className="composer shrink-0 border-t border-line p-3">
      <div className="flex flex-col gap-1.5 rounded-card border border-line-strong bg-well p-2 focus-within:border-accent">
        <MentionBox
          ref={field}
          bare
          {...mentions.field}
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
        <div className="flex min-h-7 flex-wrap items-center gap-1">
          <MomentField
            label={commentsText.composer.time}
            seconds={about.seconds}
            follows={draft.pin === null}
            onSet={(seconds) => pin({ ...movedTo(about, seconds), fileId })}
          />
          {endSeconds === undefined ? (
            <Button
              tone="quiet"
              className="h-6 text-meta"
              onClick={() => setEnd(Math.max(playhead, about.seconds + shortestRange))}
            >
              {commentsText.composer.range}
            </Button>
          ) : (
            <>
              <span aria-hidden className="text-faint">
                {commentsText.composer.until}
              </span>
              <MomentField label={commentsText.composer.end} seconds={endSeconds} onSet={setEnd} />
              <IconButton
                label={commentsText.composer.noRange}
                icon={X}
                className="size-6"
                onClick={() => setEnd(undefined)}
              />
            </>
          )}
          {draft.pin !== null && (
            <Button
              tone="quiet"
              className="h-6 text-meta"
              onClick={() => {
                pin({ ...movedTo(about, playhead), fileId });
                field.current?.focus();
              }}
            >
              {commentsText.composer.moveToPlayhead}
            </Button>
          )}
          <span className="flex-1" />
          <IconButton
            label={commentsText.composer.mention}
            icon={AtSign}
            className="size-7"
            onClick={() => {
              const space = draft.text === '' || /\s$/.test(draft.text) ? '' : ' ';
              change({ kind: 'typed', text: `${draft.text}${space}@`, playhead, fileId });
              field.current?.focus();
              // Once the field has its new text.
              requestAnimationFrame(() => moveToEnd(field.current));
            }}
          />
          <Button
            tone="primary"
            className="h-7"
            aria-label={commentsText.composer.send}
            disabled={draft.text.trim() === ''}
            onClick={onSend}
          >
            {commentsText.composer.sendShort}
          </Button>
        </div>
      </div>
    </section>
  );
}

function moveToEnd(field: HTMLTextAreaElement | null): void {
  field?.setSelectionRange(field.value.length, field.value.length);
}
