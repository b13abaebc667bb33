import { useBridge } from '../../bridge/bridge-context.tsx';
import { useOutbox } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { plural } from '../../text/format.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { signOutWords } from '../pending/backlog.ts';
import { useBacklog } from '../pending/use-backlog.ts';
import { useSentence } from '../pending/use-sentence.ts';

/** As many changes as are named; the others are counted. */
const shownOperations = 4;

/** Asks before signing out, and says what is still waiting to go out. `again`: to sign in anew. */
export function SignOut({ again = false, onClose }: { again?: boolean; onClose: () => void }) {
  const bridge = useBridge();
  const { serverUrl, account, facts } = useSession();
  const { keepsChanges, bounceFolders } = facts.capabilities;
  const operations = useOutbox().data ?? [];
  const sentenceOf = useSentence();
  const waiting = signOutWords(useBacklog(), account.name, keepsChanges);
  return (
    <Confirm
      title={again ? 'Sign in again?' : `Sign out of ${new URL(serverUrl).host}?`}
      description={
        <>
          {waiting}
          {operations.length > 0 && (
            <span className="mt-2 mb-2 block border-l-2 border-line-strong pl-3">
              {operations.slice(0, shownOperations).map((operation) => (
                <span key={operation.operationId} className="block truncate">
                  {sentenceOf(operation)}
                </span>
              ))}
              {operations.length > shownOperations && (
                <span className="block">
                  and {plural(operations.length - shownOperations, 'more', 'more')}
                </span>
              )}
            </span>
          )}
          {bounceFolders && ' Bounce folders are not watched while you are signed out.'}
        </>
      }
      submit={again ? 'Go to sign-in' : 'Sign out'}
      onClose={onClose}
      action={async () => {
        const answer = await bridge.invoke('session.signOut', null);
        return answer.ok ? null : failureSentence(answer);
      }}
    />
  );
}
