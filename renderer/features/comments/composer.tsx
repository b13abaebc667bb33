import { AtSign, X } from 'lucide-react';
import type { Member } from '../../../protocol/wire/member.ts';
import { commentsText } from '../../text/comments.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { MentionBox } from '../../ui/mention-box.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { movedTo, rangeTo } from './draft.ts';
import { useComposer } from './use-composer.ts';

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
  const { draft, about, playhead, field, box, change, pin, onSend } = useComposer({ cutId, fileId, members });
  const { endSeconds } = about;
  const setEnd = (next: number | undefined) => pin(rangeTo(about, next));
  return (
    <section aria-label={commentsText.composer.label} className="composer shrink-0 border-t border-line p-3">
      <div className="flex flex-col gap-1.5 rounded-card border border-line-strong bg-well p-2 has-[textarea:focus]:border-accent has-[textarea:focus]:outline-1 has-[textarea:focus]:outline-accent">
        <MentionBox bare {...box} />
        <div className="flex items-end gap-1">
          <div className="flex min-h-7 min-w-0 flex-1 flex-wrap items-center gap-1">
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
          </div>
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
