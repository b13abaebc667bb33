import { useEffect, useRef } from 'react';
import { commentTextSchema, type Reply } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { commentsText } from '../../text/comments.ts';
import { commonText } from '../../text/common.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { MentionBox } from '../../ui/mention-box.tsx';
import type { MentionPicks } from './use-mentions.ts';

/** Edits the text of the user's own reply, in place. */
export function ReplyEditor({
  reply,
  text,
  mentions,
  onText,
  onClose,
}: {
  reply: Reply;
  /** The unsaved text. */
  text: string;
  mentions: MentionPicks;
  onText: (text: string) => void;
  onClose: () => void;
}) {
  const run = useRunCommand();
  const field = useRef<HTMLTextAreaElement>(null);
  // The user has just chosen to edit.
  useEffect(() => field.current?.focus(), []);
  const { busy, error, run: act } = useAction(onClose);
  const save = () =>
    act(async () => {
      const parsed = commentTextSchema.safeParse(text);
      if (!parsed.success) return commentsText.problem(parsed.error.issues[0]?.message);
      if (parsed.data === reply.text) return null;
      return run('reply.update', {
        id: reply.id,
        text: parsed.data,
        mentions: mentions.idsIn(parsed.data),
      });
    });
  return (
    <div className="flex flex-col gap-1.5 pt-1">
      <MentionBox
        ref={field}
        {...mentions.field}
        label={commentsText.editor.reply}
        value={text}
        error={error}
        onValue={onText}
        onSend={save}
        onLeave={onClose}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{commonText.cancel}</Button>
        <Button tone="primary" busy={busy} onClick={save}>
          {commonText.save}
        </Button>
      </div>
    </div>
  );
}
