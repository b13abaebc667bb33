import { SendHorizontal } from 'lucide-react';
import type { Member } from '../../../protocol/wire/member.ts';
import { commentsText } from '../../text/comments.ts';
import { IconButton } from '../../ui/button.tsx';
import { Key } from '../../ui/key.tsx';
import { MentionBox } from '../../ui/mention-box.tsx';
import { MomentField } from '../../ui/moment-field.tsx';
import { movedTo } from './draft.ts';
import { useComposer } from './use-composer.ts';

/** Writes a comment in one line, pinned to the moment at which the text was begun. */
export function ComposerLine(props: { cutId: string; fileId: string | null; members: readonly Member[] }) {
  const { fileId } = props;
  const { draft, about, box, pin, onSend } = useComposer(props);
  const isEmpty = draft.text.trim() === '';
  return (
    <section aria-label={commentsText.composer.label} className="shrink-0 px-3 pt-2 pb-3">
      <div className="flex min-h-10 items-center gap-2 rounded-card border border-line-strong bg-card px-2 py-1.5 focus-within:border-accent">
        <MomentField
          label={commentsText.composer.time}
          seconds={about.seconds}
          follows={draft.pin === null}
          onSet={(seconds) => pin({ ...movedTo(about, seconds), fileId })}
        />
        <span className="min-w-0 flex-1">
          <MentionBox bare="line" {...box} />
        </span>
        {isEmpty ? (
          <Key>{commentsText.composer.key}</Key>
        ) : (
          <IconButton
            label={commentsText.composer.send}
            icon={SendHorizontal}
            className="text-accent"
            onClick={onSend}
          />
        )}
      </div>
    </section>
  );
}
