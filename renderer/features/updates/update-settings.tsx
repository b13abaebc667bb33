import { useQueryClient } from '@tanstack/react-query';
import type { UpdateState } from '../../../protocol/ipc/updates.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { keys } from '../../platform/queries.ts';
import { failureSentence } from '../../text/failures.ts';
import { updatesText } from '../../text/updates.ts';
import { Button } from '../../ui/button.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ReleaseNotes } from './release-notes.tsx';
import { useUpdateState } from './update-queries.ts';

/** How far an update of the app is, what is new in it, and the ways to it. */
export function UpdateSettings() {
  const updates = useUpdateState();
  return (
    <section aria-label={updatesText.heading} className="flex min-w-0 flex-col gap-2 px-2">
      <h3 className="text-meta font-semibold text-faint">{updatesText.heading}</h3>
      {updates.isPending && <Skeleton rows={2} label={updatesText.loading} />}
      {updates.error && <ErrorLine>{updates.error.message}</ErrorLine>}
      {updates.data && <Update state={updates.data} />}
    </section>
  );
}

function Update({ state }: { state: UpdateState }) {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();
  const check = async () => {
    const answer = await bridge.invoke('updates.check', null);
    if (answer.ok) client.setQueryData(keys.updates, answer.data);
  };
  const install = async () => {
    const answer = await bridge.invoke('updates.install', null);
    if (!answer.ok) say.failed(updatesText.installFailed, failureSentence(answer));
  };
  return (
    <>
      <div role="status">
        {state.kind === 'failed' ? <ErrorLine>{state.message}</ErrorLine> : <p>{sentenceOf(state)}</p>}
      </div>
      {state.kind === 'ready' && (
        <Button tone="primary" className="self-start" onClick={() => void install()}>
          {updatesText.install}
        </Button>
      )}
      {state.kind === 'ready' && state.notes !== null && (
        <>
          <h4 className="mt-3 text-meta font-semibold text-faint">{updatesText.notes(state.version)}</h4>
          <ReleaseNotes version={state.version} notes={state.notes} />
        </>
      )}
      {(state.kind === 'current' || state.kind === 'failed') && (
        <Button className="self-start" onClick={() => void check()}>
          {updatesText.check}
        </Button>
      )}
    </>
  );
}

function sentenceOf(state: Exclude<UpdateState, { kind: 'failed' }>): string {
  switch (state.kind) {
    case 'off':
      return updatesText.off[state.reason];
    case 'current':
      return state.checkedAt === null ? updatesText.current : updatesText.checked;
    case 'checking':
      return updatesText.checking;
    case 'downloading':
      return updatesText.downloading(state.version, state.percent);
    case 'ready':
      return updatesText.ready(state.version);
  }
}
