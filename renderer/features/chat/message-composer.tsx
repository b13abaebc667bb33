import { AtSign, Pin } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { longestMessage } from '../../../protocol/wire/chat.ts';
import { useSession } from '../../platform/session-context.tsx';
import { chatText } from '../../text/chat.ts';
import { formatDuration } from '../../text/format.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Done } from '../../ui/dialog.tsx';
import { MentionBox } from '../../ui/mention-box.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import type { Track } from '../player/port.ts';
import { usePlayerState, usePlayTime } from '../player/port.tsx';
import type { Drafts } from './drafts.ts';

/** The length from which the rest is counted down. */
const countFrom = longestMessage - 200;

/**
 * Writes to a person or in a room. Enter sends, Shift+Enter begins a line; a button or key inserts the moment that is heard.
 * Unsent text is kept.
 */
export function MessageComposer({
  draftKey,
  drafts,
  label,
  placeholder,
  sendLabel,
  mentions,
  projectId = null,
  onType,
  onSend,
}: {
  draftKey: string;
  drafts: Drafts;
  label: string;
  placeholder: string;
  sendLabel: string;
  /** The people that `@` offers; null where nobody can be mentioned. */
  mentions: Pick<Parameters<typeof MentionBox>[0], 'people' | 'listLabel' | 'onMention'> | null;
  /** Only moments of this project are offered; null: of any. */
  projectId?: string | null;
  /** Called with the text while it is written, and with an empty one once it is sent. */
  onType?: (text: string) => void;
  onSend: (text: string) => Promise<Done>;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => drafts.read(draftKey));
  const [error, setError] = useState<string | null>(null);
  const moment = useHeardMoment(projectId);
  const isMac = useSession().facts.platform === 'darwin';

  const keep = (next: string) => {
    setText(next);
    drafts.write(draftKey, next);
  };
  const change = (next: string) => {
    keep(next);
    onType?.(next);
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
    const since = drafts.read(draftKey).trim();
    keep(since === '' ? message : `${message}\n${since}`);
  };
  const insert = (more: string) => {
    const at = field.current?.selectionStart ?? text.length;
    const [before, after] = [text.slice(0, at), text.slice(field.current?.selectionEnd ?? at)];
    const start = `${before}${before === '' || /\s$/.test(before) ? '' : ' '}${more}`;
    change(`${start}${after}`);
    field.current?.focus();
    // Once the field has its new text.
    requestAnimationFrame(() => field.current?.setSelectionRange(start.length, start.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'j' || !(isMac ? event.metaKey : event.ctrlKey) || moment === null) return;
    event.preventDefault();
    insert(`${moment.text} `);
  };
  return (
    <div className="composer shrink-0 border-t border-line p-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the field inside has the focus */}
      <div
        onKeyDown={onKeyDown}
        className="flex flex-col gap-1.5 rounded-card border border-line-strong bg-well p-2 has-[textarea:focus]:border-accent has-[textarea:focus]:outline-1 has-[textarea:focus]:outline-accent"
      >
        <MentionBox
          ref={field}
          bare
          {...(mentions ?? nobody)}
          label={label}
          placeholder={placeholder}
          maxLength={longestMessage}
          value={text}
          error={error}
          onValue={change}
          onSend={() => void send()}
        />
        <div className="flex min-h-7 items-center gap-1">
          {moment && (
            <Button
              tone="quiet"
              icon={Pin}
              className="h-6 min-w-0 text-meta tabular-nums"
              {...tooltip(chatText.insertMoment(moment.text), isMac ? '⌘J' : 'Ctrl J')}
              aria-label={chatText.insertMoment(moment.text)}
              onClick={() => insert(`${moment.text} `)}
            >
              <span className="truncate">{moment.short}</span>
            </Button>
          )}
          {mentions && (
            <IconButton
              label={chatText.mention}
              icon={AtSign}
              className="size-7"
              onClick={() => insert('@')}
            />
          )}
          {text.length >= countFrom && (
            <span role="status" className="min-w-0 truncate px-1 text-meta text-dim tabular-nums">
              {chatText.charactersLeft(longestMessage - text.length)}
            </span>
          )}
          <span className="flex-1" />
          <Button
            tone="primary"
            className="h-7"
            aria-label={sendLabel}
            disabled={text.trim() === ''}
            onClick={() => void send()}
          >
            {chatText.sendShort}
          </Button>
        </div>
      </div>
    </div>
  );
}

const nobody = { people: [], listLabel: '', onMention: () => {} };

/** The moment that is in the player, as texts name it: `Sunset Groove v3 @ 1:04`. */
function useHeardMoment(projectId: string | null): { text: string; short: string } | null {
  const { track } = usePlayerState();
  const seconds = usePlayTime(1);
  if (!track || (projectId !== null && track.projectId !== projectId)) return null;
  const short = `${labelOf(track)} @ ${formatDuration(seconds)}`;
  return { text: `${track.cutName} ${short}`, short };
}

/** The name of a version without its note. */
const labelOf = ({ versionName, version }: Track) => versionName.split(' · ')[0] ?? `v${version}`;
