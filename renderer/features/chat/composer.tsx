import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { chatText } from '../../text/chat.ts';
import { IconButton } from '../../ui/button.tsx';
import type { Done } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import type { Drafts } from './drafts.ts';
import { createTypingSignal } from './typing-signal.ts';

/** The longest message that the server accepts, in characters, and the length from which the rest is counted down. */
const longest = 4000;
const countFrom = 3800;

/** The message field. Enter sends and Shift+Enter starts a new line. Unsent text is kept as a draft. */
export function Composer({
  userId,
  name,
  conversationId,
  drafts,
  onSend,
}: {
  userId: string;
  name: string;
  conversationId: string | null;
  drafts: Drafts;
  onSend: (text: string) => Promise<Done>;
}) {
  const bridge = useBridge();
  const [text, setText] = useState(() => drafts.read(userId));
  const [error, setError] = useState<string | null>(null);
  const signal = useMemo(
    () =>
      createTypingSignal((isTyping) => {
        // A lost typing signal does no harm, so failures are ignored.
        if (conversationId) void bridge.invoke('chat.typing', { conversationId, isTyping });
      }, Date.now),
    [bridge, conversationId],
  );
  useEffect(() => () => signal.stop(), [signal]);

  const change = (next: string) => {
    setText(next);
    drafts.write(userId, next);
    signal.changed(next);
  };

  const send = async () => {
    const message = text.trim();
    if (message === '') return;
    setText('');
    drafts.write(userId, '');
    signal.stop();
    setError(null);
    const failure = await onSend(message);
    if (failure === null) return;
    setError(failure);
    // Put the unsent message back, before anything typed since.
    const since = drafts.read(userId).trim();
    const kept = since === '' ? message : `${message}\n${since}`;
    drafts.write(userId, kept);
    setText(kept);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method is composing, Enter picks a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <div className="composer flex shrink-0 flex-col gap-1.5 border-t border-line p-2">
      {error && <ErrorLine>{chatText.notSent(error)}</ErrorLine>}
      <div className="flex items-end gap-1">
        <textarea
          aria-label={chatText.composer(name)}
          placeholder={chatText.placeholder}
          value={text}
          rows={1}
          maxLength={longest}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-40 min-h-8 min-w-0 flex-1 resize-none rounded-md border border-line-strong bg-well px-2.5 py-[5px] wrap-anywhere placeholder:text-faint"
        />
        <IconButton
          label={chatText.send(name)}
          keys="↵"
          icon={SendHorizontal}
          disabled={text.trim() === ''}
          onClick={() => void send()}
          className="size-8"
        />
      </div>
      {text.length >= countFrom && (
        <p role="status" className="text-right text-meta text-dim tabular-nums">
          {chatText.charactersLeft(longest - text.length)}
        </p>
      )}
    </div>
  );
}
