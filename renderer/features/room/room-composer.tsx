import { AtSign, Pin } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { chatText } from '../../text/chat.ts';
import { formatDuration } from '../../text/format.ts';
import { roomText } from '../../text/room.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Done } from '../../ui/dialog.tsx';
import { MentionBox } from '../../ui/mention-box.tsx';
import type { Drafts } from '../chat/port.tsx';
import { usePlayerState, usePlayTime } from '../player/port.tsx';

/** Writes in a room. Enter sends, Shift+Enter begins a line, `@` offers the members. Unsent text is kept. */
export function RoomComposer({
  project,
  mentions,
  drafts,
  onSend,
}: {
  project: ProjectSnapshot;
  mentions: Pick<Parameters<typeof MentionBox>[0], 'people' | 'listLabel' | 'onMention'>;
  drafts: Drafts;
  onSend: (text: string) => Promise<Done>;
}) {
  const key = `room ${project.id}`;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => drafts.read(key));
  const [error, setError] = useState<string | null>(null);
  const track = usePlayerState().track;
  const seconds = usePlayTime(1);
  const heard = track?.projectId === project.id ? track : null;

  const change = (next: string) => {
    setText(next);
    drafts.write(key, next);
  };
  const send = async () => {
    const message = text.trim();
    if (message === '') return;
    change('');
    setError(null);
    const failure = await onSend(message);
    if (failure === null) return;
    setError(chatText.notSent(failure));
    // Put the unsent message back, before anything typed since.
    const since = drafts.read(key).trim();
    change(since === '' ? message : `${message}\n${since}`);
  };
  const append = (more: string) => {
    change(`${text}${text === '' || /\s$/.test(text) ? '' : ' '}${more}`);
    field.current?.focus();
    // Once the field has its new text.
    requestAnimationFrame(() => {
      const end = field.current?.value.length ?? 0;
      field.current?.setSelectionRange(end, end);
    });
  };
  return (
    <div className="composer shrink-0 border-t border-line p-3">
      <div className="flex flex-col gap-1.5 rounded-card border border-line-strong bg-well p-2 focus-within:border-accent">
        <MentionBox
          ref={field}
          bare
          {...mentions}
          label={roomText.composer(project.name)}
          placeholder={roomText.composer(project.name)}
          value={text}
          error={error}
          onValue={change}
          onSend={() => void send()}
        />
        <div className="flex min-h-7 items-center gap-1">
          {heard && (
            <Button
              tone="quiet"
              icon={Pin}
              className="h-6 min-w-0 text-meta tabular-nums"
              aria-label={roomText.insertMoment(momentText(heard, seconds))}
              onClick={() => append(`${momentText(heard, seconds)} `)}
            >
              {`v${heard.version} @ ${formatDuration(seconds)}`}
            </Button>
          )}
          <IconButton label={roomText.mention} icon={AtSign} className="size-7" onClick={() => append('@')} />
          <span className="flex-1" />
          <Button tone="primary" className="h-7" disabled={text.trim() === ''} onClick={() => void send()}>
            {roomText.send}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** A moment as texts name it, such as `Sunset Groove v3 @ 1:04`. */
function momentText({ cutName, version }: { cutName: string; version: number }, seconds: number): string {
  return `${cutName} v${version} @ ${formatDuration(seconds)}`;
}
