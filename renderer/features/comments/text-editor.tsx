import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { commentTextSchema } from '../../../protocol/wire/comment.ts';
import { commentsText } from '../../text/comments.ts';
import { commonText } from '../../text/common.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { MentionBox } from '../../ui/mention-box.tsx';
import type { MentionPicks } from './use-mentions.ts';

/**
 * Edits the text of the user's own comment or reply, in place. `onSave` takes the text as it is sent, and resolves to why
 * it failed, or null.
 */
export function TextEditor({
  label,
  text,
  mentions,
  onText,
  onSave,
  onClose,
  children,
}: {
  label: string;
  /** The unsaved text. */
  text: string;
  mentions: MentionPicks;
  onText: (text: string) => void;
  onSave: (text: string) => Promise<string | null>;
  onClose: () => void;
  /** Fields above the text. */
  children?: ReactNode;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  // The user has just chosen to edit: the buttons have to be in sight too.
  useEffect(() => {
    field.current?.focus();
    form.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const { busy, error, run } = useAction(onClose);
  const save = () =>
    run(async () => {
      const parsed = commentTextSchema.safeParse(text);
      return parsed.success ? onSave(parsed.data) : commentsText.problem(parsed.error.issues[0]?.message);
    });
  return (
    <form
      ref={form}
      noValidate
      className="flex scroll-mb-3 flex-col gap-1.5 pt-1"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save();
      }}
    >
      {children}
      <MentionBox
        ref={field}
        {...mentions.field}
        label={label}
        value={text}
        error={error}
        onValue={onText}
        onSend={save}
        onLeave={onClose}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{commonText.cancel}</Button>
        <Button type="submit" tone="primary" busy={busy}>
          {commonText.save}
        </Button>
      </div>
    </form>
  );
}
