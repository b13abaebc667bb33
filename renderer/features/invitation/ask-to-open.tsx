import { TriangleAlert } from 'lucide-react';
import { isUnencrypted } from '../../../common/clear-text.ts';
import { invitationText } from '../../text/invitation.ts';
import { Brand } from '../../ui/brand.tsx';
import { Button } from '../../ui/button.tsx';

const text = invitationText.ask;

/** Asks before the app speaks to a server that it doesn’t know, because any page can open a link. */
export function AskToOpen({
  serverUrl,
  lastServerUrl,
  onOpen,
  onLeave,
}: {
  serverUrl: string;
  lastServerUrl: string | null;
  onOpen: () => void;
  onLeave: () => void;
}) {
  const { host } = new URL(serverUrl);
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto px-5 pt-[max(1.25rem,50vh-21rem)] pb-5">
      <div className="flex w-full max-w-85 flex-col gap-4">
        <header>
          <Brand className="pb-4" />
          <h1 className="text-title font-semibold wrap-anywhere">{text.title(host)}</h1>
        </header>
        <p>{text.hint}</p>
        {lastServerUrl !== null && (
          <p className="wrap-anywhere text-dim">{text.other(new URL(lastServerUrl).host)}</p>
        )}
        {isUnencrypted(serverUrl) && (
          <p role="alert" className="flex items-start gap-2 break-words text-hot">
            <TriangleAlert size={14} aria-hidden className="mt-[3px] shrink-0" />
            <span className="min-w-0">{text.unencrypted}</span>
          </p>
        )}
        <Button tone="primary" className="h-9" autoFocus onClick={onOpen}>
          {text.open}
        </Button>
        <Button tone="quiet" className="h-9" onClick={onLeave}>
          {text.leave}
        </Button>
      </div>
    </main>
  );
}
