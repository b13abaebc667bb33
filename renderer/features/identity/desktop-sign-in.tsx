import type { ReactNode } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import type { Route } from '../../platform/route.ts';
import { failureSentence } from '../../text/failures.ts';
import { identityText } from '../../text/identity.ts';
import { Brand } from '../../ui/brand.tsx';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';

const text = identityText.desktop;

/** The page of a browser that an app has opened to sign in: continues as the person who is signed in here. */
export function DesktopSignIn({
  name,
  email,
  route: { challenge, state, port },
}: {
  name: string;
  email: string;
  route: Extract<Route, { name: 'desktop' }>;
}) {
  const bridge = useBridge();
  const { busy, error, run } = useAction(() => {});
  const invoke = (channel: 'session.continueInApp' | 'session.signOut') =>
    run(async () => {
      const answer =
        channel === 'session.signOut'
          ? await bridge.invoke(channel, null)
          : await bridge.invoke(channel, { challenge, state, port });
      return answer.ok ? null : failureSentence(answer);
    });
  return (
    <PageFrame title={text.title}>
      <p className="break-words">{text.question(name, email)}</p>
      <p className="text-dim">{text.warning}</p>
      {error && <ErrorLine>{error}</ErrorLine>}
      <Button
        tone="primary"
        className="h-9"
        autoFocus
        busy={busy}
        onClick={() => invoke('session.continueInApp')}
      >
        <span className="truncate">{text.continueAs(name)}</span>
      </Button>
      <Button tone="quiet" className="h-9" busy={busy} onClick={() => invoke('session.signOut')}>
        {text.other}
      </Button>
    </PageFrame>
  );
}

/** The browser's last page: the app is signed in. */
export function DesktopDone() {
  return (
    <PageFrame title={text.doneTitle}>
      <p className="text-dim">{text.done}</p>
    </PageFrame>
  );
}

function PageFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto px-5 py-[10vh]">
      <div className="flex w-full max-w-85 flex-col gap-4">
        <header>
          <Brand className="pb-4" />
          <h1 className="text-title font-semibold break-words">{title}</h1>
        </header>
        {children}
      </div>
    </main>
  );
}
