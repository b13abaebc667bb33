import { useCallback, useEffect, useState } from 'react';
import type { SharedFile } from '../../../protocol/wire/share.ts';
import { sharedPageText as text } from '../../text/shared-page.ts';
import { Brand } from '../../ui/brand.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';
import { OpenLink } from './open-link.tsx';
import type { Refused, SharedLink } from './shared-link.ts';
import { UnlockForm } from './unlock-form.tsx';

/** How often an open page asks whether its link still works, in milliseconds. */
const askingMilliseconds = 3_000;

type State =
  | { kind: 'loading' }
  | { kind: 'failed'; message: string }
  | { kind: 'gone'; wasOpen: boolean }
  | { kind: 'locked' }
  | { kind: 'open'; shared: SharedFile };

/** The page of a share link. It asks the server what to show, and stops when the link ends. */
export function SharedPage({ link }: { link: SharedLink }) {
  const { state, read } = useSharedState(link);
  const title = titleOf(state);
  useEffect(() => {
    document.title = text.documentTitle(title);
  }, [title]);
  return (
    <div className="h-full overflow-y-auto" data-selectable>
      <div className="mx-auto flex min-h-full w-full max-w-260 flex-col px-6 pb-8 max-[480px]:px-3">
        <header className="flex h-14 shrink-0 items-center">
          <Brand />
        </header>
        <main className="flex flex-1 flex-col">
          {state.kind === 'loading' && (
            <p role="status" className="m-auto animate-appear-late text-dim">
              {text.loading}
            </p>
          )}
          {state.kind === 'failed' && (
            <Empty
              level={1}
              title={text.failed}
              action={<Button onClick={() => void read()}>{text.tryAgain}</Button>}
            >
              {state.message}
            </Empty>
          )}
          {state.kind === 'gone' && (
            <div role={state.wasOpen ? 'alert' : undefined} className="m-auto">
              <Empty level={1} title={title}>
                {text.gone.text}
              </Empty>
            </div>
          )}
          {state.kind === 'locked' && <UnlockForm link={link} onUnlocked={read} />}
          {state.kind === 'open' && <OpenLink link={link} shared={state.shared} />}
        </main>
      </div>
    </div>
  );
}

function titleOf(state: State): string {
  if (state.kind === 'open') return state.shared.title;
  if (state.kind === 'gone') return state.wasOpen ? text.gone.ended : text.gone.title;
  return state.kind === 'locked' ? text.locked.title : text.brand;
}

/** Reads the link, and again when something behind it has changed. */
function useSharedState(link: SharedLink) {
  const [state, setState] = useState<State>({ kind: 'loading' });
  const refuse = useCallback(({ status, message }: Refused) => {
    setState((known) => {
      if (status === 404) return { kind: 'gone', wasOpen: known.kind === 'open' };
      if (status === 401) return { kind: 'locked' };
      // An open page stays open while the server can't be reached.
      return known.kind === 'open' ? known : { kind: 'failed', message };
    });
  }, []);
  const read = useCallback(async () => {
    const answer = await link.read();
    if (!answer.ok) refuse(answer);
    else if (answer.data.isLocked) setState({ kind: 'locked' });
    else setState({ kind: 'open', shared: answer.data });
  }, [link, refuse]);
  useEffect(() => void read(), [read]);

  const revision = state.kind === 'open' ? state.shared.revision : null;
  useEffect(() => {
    if (revision === null) return;
    let isOver = false;
    const timer = setInterval(async () => {
      const answer = await link.readChanges();
      if (isOver) return;
      if (!answer.ok) refuse(answer);
      else if (answer.data.revision !== revision) void read();
    }, askingMilliseconds);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [link, revision, read, refuse]);
  return { state, read };
}
