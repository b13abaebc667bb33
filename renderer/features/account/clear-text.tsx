import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { isClearText, isUnencrypted } from '../../../common/clear-text.ts';
import { clearTextText } from '../../text/clear-text.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { completeAddress } from './account-form.ts';

const storageKey = 'bandmate.clear-text-servers';

function acceptedServers(): string[] {
  return localStorage.getItem(storageKey)?.split(' ') ?? [];
}

/**
 * Asks before a password goes to a server through the internet unencrypted, once for each server. A page in a browser
 * has arrived that way already, so it shows a line instead.
 */
export function useClearText(
  choosesServer: boolean,
  serverUrl: string,
): { guard: (proceed: () => void) => void; shown: ReactNode } {
  const [proceed, setProceed] = useState<(() => void) | null>(null);
  const url = completeAddress(serverUrl);
  function guard(next: () => void): void {
    if (choosesServer && isClearText(url) && !acceptedServers().includes(url)) setProceed(() => next);
    else next();
  }
  if (proceed) {
    const accept = async () => {
      localStorage.setItem(storageKey, [...acceptedServers(), url].join(' '));
      proceed();
      return null;
    };
    const { title, description, proceed: submit } = clearTextText;
    const question = (
      <Confirm
        {...{ title, submit }}
        description={description(new URL(url).host)}
        action={accept}
        onClose={() => setProceed(null)}
      />
    );
    return { guard, shown: question };
  }
  return { guard, shown: !choosesServer && isUnencrypted(url) ? <UnencryptedPage /> : null };
}

function UnencryptedPage() {
  return (
    <p className="flex items-start gap-2 break-words text-hot">
      <TriangleAlert size={14} aria-hidden className="mt-[3px] shrink-0" />
      <span className="min-w-0">{clearTextText.page}</span>
    </p>
  );
}
