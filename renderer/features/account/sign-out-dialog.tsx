import { useBridge } from '../../bridge/bridge-context.tsx';
import { useOutbox } from '../../platform/queries.ts';
import { goTo, type Route } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { accountText } from '../../text/account.ts';
import { failureSentence } from '../../text/failures.ts';
import { signOutText } from '../../text/pending.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { useBacklog, useOperationText } from '../pending/port.tsx';

const text = accountText.signOut;

/** The most changes that are listed; the rest are counted. */
const shownOperations = 4;

/**
 * Asks before signing out and lists the pending changes. `again`: the user signs out in order to sign in again. `next`: the place to
 * go to then.
 */
export function SignOut({
  again = false,
  next,
  onClose,
}: {
  again?: boolean;
  next?: Route;
  onClose: () => void;
}) {
  const bridge = useBridge();
  const { serverUrl, account, facts } = useSession();
  const { keepsChanges, bounceFolders } = facts.capabilities;
  const operations = useOutbox().data ?? [];
  const wordsOf = useOperationText();
  const waiting = signOutText(useBacklog(), account.name, keepsChanges);
  return (
    <Confirm
      title={again ? text.againTitle : text.title(new URL(serverUrl).host)}
      description={
        <>
          {waiting}
          {operations.length > 0 && (
            <span className="mt-2 mb-2 block border-l-2 border-line-strong pl-3">
              {operations.slice(0, shownOperations).map((operation) => (
                <span key={operation.operationId} className="block truncate">
                  {wordsOf(operation).sentence}
                </span>
              ))}
              {operations.length > shownOperations && (
                <span className="block">{text.more(operations.length - shownOperations)}</span>
              )}
            </span>
          )}
          {bounceFolders && ` ${text.folders}`}
        </>
      }
      submit={again ? text.againSubmit : text.submit}
      onClose={onClose}
      action={async () => {
        const answer = await bridge.invoke('session.signOut', null);
        if (!answer.ok) return failureSentence(answer);
        if (next) goTo(next);
        return null;
      }}
    />
  );
}
