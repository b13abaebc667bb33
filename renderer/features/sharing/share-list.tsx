import type { Share } from '../../../protocol/wire/share.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { ReadFailure } from '../../bridge/read.ts';
import type { ShareOf } from '../../platform/frame-context.tsx';
import { mayDeleteText } from '../../platform/permissions.ts';
import { useProjects } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { sharingText } from '../../text/sharing.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { projectIdOf, sharesOf, useReadSharesAgain, useShares } from './share-queries.ts';
import { shareFacts } from './share-text.ts';

/** The active links to a thing. Their creators and admins can change and revoke them, with immediate effect. */
export function ShareList({ of, onRevoked }: { of: ShareOf; onRevoked: (id: string) => void }) {
  const projectId = projectIdOf(of);
  const shares = useShares(projectId);
  const listed = sharesOf(shares.data ?? [], of);
  return (
    <section aria-label={sharingText.active} className="flex flex-col gap-1 border-t border-line pt-3">
      <h3 className="text-meta font-semibold text-faint">{sharingText.active}</h3>
      {shares.isPending ? (
        <Skeleton rows={1} label={sharingText.loading} />
      ) : shares.error ? (
        <>
          <ErrorLine>
            {shares.error instanceof ReadFailure ? failureSentence(shares.error) : shares.error.message}
          </ErrorLine>
          <Button className="self-end" busy={shares.isFetching} onClick={() => void shares.refetch()}>
            {commonText.tryAgain}
          </Button>
        </>
      ) : listed.length === 0 ? (
        <p className="text-dim">{sharingText.none}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {listed.map((share) => (
            <ActiveLink key={share.id} share={share} projectId={projectId} onRevoked={onRevoked} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ActiveLink({
  share,
  projectId,
  onRevoked,
}: {
  share: Share;
  projectId: string;
  onRevoked: (id: string) => void;
}) {
  const bridge = useBridge();
  const now = useNow();
  const { account } = useSession();
  const role = useProjects().data?.find(({ id }) => id === projectId)?.role ?? 'MEMBER';
  const readAgain = useReadSharesAgain(projectId);
  const { busy, error, run } = useAction(() => onRevoked(share.id));
  const change = useAction(() => {});
  const { name, leadsTo, detail, visits } = shareFacts(share, account.id, now);
  const mayChange = mayDeleteText({ user: share.createdBy }, account.id, role);
  const turnOff = async () => {
    const answer = await bridge.invoke('shares.update', { id: share.id, comments: 'off' });
    if (!answer.ok) return failureSentence(answer);
    await readAgain();
    return null;
  };
  const revoke = async () => {
    const answer = await bridge.invoke('shares.revoke', { id: share.id });
    // A link that is already gone counts as revoked.
    if (!answer.ok && answer.kind !== 'not-found') return failureSentence(answer);
    await readAgain();
    return null;
  };
  return (
    <li className="flex flex-col gap-1 py-2 [li+&]:border-t [li+&]:border-line">
      <div className="flex items-start gap-3">
        <span className="min-w-0 flex-1">
          {leadsTo && <span className="block font-medium break-words">{leadsTo}</span>}
          <span className="block break-words">{name}</span>
        </span>
        {mayChange && (
          <Button aria-label={sharingText.revokeOne(name)} busy={busy} onClick={() => run(revoke)}>
            {sharingText.revoke}
          </Button>
        )}
      </div>
      <p className="text-meta text-dim">{detail}</p>
      {visits && <p className="text-meta text-dim tabular-nums">{visits}</p>}
      {mayChange && share.comments !== undefined && share.comments !== 'off' && (
        <Button
          tone="quiet"
          aria-label={sharingText.turnCommentsOffOf(name)}
          className="-ml-2.5 self-start"
          busy={change.busy}
          onClick={() => change.run(turnOff)}
        >
          {sharingText.turnCommentsOff}
        </Button>
      )}
      {(error ?? change.error) && <ErrorLine>{error ?? change.error}</ErrorLine>}
    </li>
  );
}
