import { type FormEvent, useEffect, useRef } from 'react';
import { type Comment, commentTextSchema } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { TextBox } from '../../ui/text-box.tsx';

/** Changes the words or the moment of one's own comment, in its place. */
export function CommentEditor({
  comment,
  edit: { text, timestamp },
  onEdit,
  onClose,
}: {
  comment: Comment;
  /** As it is to become. */
  edit: Pick<Comment, 'text' | 'timestamp'>;
  onEdit: (edit: Pick<Comment, 'text' | 'timestamp'>) => void;
  onClose: () => void;
}) {
  const run = useRunCommand();
  const field = useRef<HTMLTextAreaElement>(null);
  // It was asked for by a click or a key this very moment.
  useEffect(() => field.current?.focus(), []);
  const { busy, error, run: act } = useAction(onClose);
  const save = () =>
    act(async () => {
      const parsed = commentTextSchema.safeParse(text);
      if (!parsed.success) return `The text ${parsed.error.issues[0]?.message ?? 'can’t be saved'}.`;
      const changes = {
        ...(parsed.data !== comment.text && { text: parsed.data }),
        ...(timestamp !== comment.timestamp && { timestamp }),
      };
      if (Object.keys(changes).length === 0) return null;
      return run('comment.update', { id: comment.id, ...changes });
    });
  return (
    <form
      noValidate
      className="flex flex-col gap-1.5 pt-1"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save();
      }}
    >
      <MomentField
        label="Moment of the comment"
        seconds={timestamp}
        onSet={(set) => onEdit({ text, timestamp: set })}
      />
      <TextBox
        ref={field}
        label="Text of the comment"
        value={text}
        error={error}
        onValue={(next) => onEdit({ text: next, timestamp })}
        onSend={save}
        onLeave={onClose}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}
