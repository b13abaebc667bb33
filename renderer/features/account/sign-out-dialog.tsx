import { useOutbox, useTransfers } from '../../app/queries.ts';
import { useSession } from '../../app/session-context.tsx';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { failureSentence } from '../../words/failure-words.ts';
import { count } from '../../words/format.ts';

/** Asks before signing out, and says what is still waiting to go out. `again`: to sign in anew. */
export function SignOut({ again = false, onClose }: { again?: boolean; onClose: () => void }) {
  const bridge = useBridge();
  const { serverUrl, account } = useSession();
  const changes = useOutbox().data?.length ?? 0;
  const files = useTransfers().data?.filter(({ state }) => state.kind !== 'done').length ?? 0;
  const parts = [changes > 0 && count(changes, 'change'), files > 0 && count(files, 'file')].filter(Boolean);
  const waiting =
    parts.length > 0
      ? `${parts.join(' and ')} still wait to go out. They stay on this machine and go out when ${account.name} signs in again.`
      : 'Everything you did has reached the band.';
  return (
    <Confirm
      title={again ? 'Sign in again?' : `Sign out of ${new URL(serverUrl).host}?`}
      description={`${waiting} Bounce folders are not watched while you are signed out.`}
      submit={again ? 'Go to sign-in' : 'Sign out'}
      onClose={onClose}
      action={async () => {
        const answer = await bridge.invoke('session.signOut', null);
        return answer.ok ? null : failureSentence(answer);
      }}
    />
  );
}
