import { type FormEvent, useState } from 'react';
import { type Comment, commentTextSchema } from '../../../protocol/wire/comment.ts';
import { useRunCommand } from '../../app/commands.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { MomentField } from './moment-field.tsx';
import { TextBox } from './text-box.tsx';

/** Changes the words or the moment of one's own comment, in its place. */
export function CommentEditor({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const run = useRunCommand();
  const [text, setText] = useState(comment.text);
  const [seconds, setSeconds] = useState(comment.timestamp);
  const { busy, error, run: act } = useAction(onClose);
  const save = () =>
    act(async () => {
      const parsed = commentTextSchema.safeParse(text);
      if (!parsed.success) return `The text ${parsed.error.issues[0]?.message ?? 'can’t be saved'}.`;
      const changes = {
        ...(parsed.data !== comment.text && { text: parsed.data }),
        ...(seconds !== comment.timestamp && { timestamp: seconds }),
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
      <MomentField label="Moment of the comment" seconds={seconds} onSet={setSeconds} />
      <TextBox
        // It was asked for by a click or a key this very moment.
        ref={(field) => field?.focus()}
        label="Text of the comment"
        value={text}
        error={error}
        onValue={setText}
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
