import type { LocalState } from '../../../protocol/ipc/local-channels.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { localAccessText as text } from '../../text/local-access.ts';
import { Button } from '../../ui/button.tsx';
import { SwitchField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StatusLight } from '../../ui/status-light.tsx';
import { useChangeLocal, useLocalState } from './use-local-state.ts';

/** REAPER's script. */
export function ReaperSettings() {
  const { data: state, error, isPending } = useLocalState();
  return (
    <section aria-label={text.reaper} className="flex min-w-0 flex-col gap-2 px-2">
      <h3 className="text-meta font-semibold text-faint">{text.reaper}</h3>
      <p className="text-dim">{text.aim}</p>
      {isPending && <Skeleton rows={1} label={text.loading} />}
      {error && <ErrorLine>{error.message}</ErrorLine>}
      {state && <Reaper reaper={state.reaper} />}
      {state?.problem && !state.http.isOn && <ErrorLine>{state.problem}</ErrorLine>}
    </section>
  );
}

function Reaper({ reaper }: Pick<LocalState, 'reaper'>) {
  const bridge = useBridge();
  const { busy, change } = useChangeLocal();
  const { kind, folder, script, isConnected } = reaper;
  const install = () => void change(() => bridge.invoke('reaper.install', null));
  const choose = () => void change(() => bridge.invoke('reaper.chooseFolder', null));
  if (kind === 'not-found')
    return (
      <>
        <Line tone="nothing">{text.notFound(folder)}</Line>
        <Button className="self-start" busy={busy} onClick={choose}>
          {text.chooseFolder}
        </Button>
      </>
    );
  if (kind === 'not-installed')
    return (
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" busy={busy} onClick={install}>
          {text.install}
        </Button>
        <Button tone="quiet" busy={busy} onClick={choose}>
          {text.otherFolder}
        </Button>
      </div>
    );
  return (
    <>
      <Line tone={isConnected ? 'good' : 'off'}>{isConnected ? text.connected : text.installed}</Line>
      {kind === 'changed' && <Line tone="held">{text.changed}</Line>}
      {!isConnected && <p className="text-meta text-dim">{text.howToLoad}</p>}
      <Path>{script}</Path>
      <div className="flex flex-wrap gap-2">
        {kind === 'changed' && (
          <Button busy={busy} onClick={install}>
            {text.replace}
          </Button>
        )}
        <Button busy={busy} onClick={() => void bridge.invoke('reaper.show', null)}>
          {text.show}
        </Button>
        <Button
          tone="quiet"
          busy={busy}
          onClick={() => void change(() => bridge.invoke('reaper.remove', null))}
        >
          {text.remove}
        </Button>
      </div>
    </>
  );
}

/** The way into the app for other programs on this computer. */
export function OtherProgramsSettings() {
  const bridge = useBridge();
  const { data: state } = useLocalState();
  const { change } = useChangeLocal();
  if (!state) return null;
  const { http, endpointFile, problem } = state;
  return (
    <section aria-label={text.other} className="flex min-w-0 flex-col gap-1">
      <h3 className="px-2 text-meta font-semibold text-faint">{text.other}</h3>
      <SwitchField
        label={text.allow}
        hint={text.allowHint}
        checked={http.isOn}
        onChecked={(isOn) => void change(() => bridge.invoke('local.setHttp', { isOn }))}
      />
      {http.isOn && problem && (
        <div className="px-2">
          <ErrorLine>{problem}</ErrorLine>
        </div>
      )}
      {http.url && (
        <div className="flex flex-col gap-1 px-2">
          <p className="text-meta text-dim">{text.endpointFile}</p>
          <Path>{endpointFile}</Path>
        </div>
      )}
    </section>
  );
}

function Line({ tone, children }: { tone: 'good' | 'off' | 'held' | 'nothing'; children: string }) {
  return (
    <p role="status" className="flex items-start gap-2">
      <span className="mt-1.5 flex shrink-0">
        <StatusLight tone={tone} small />
      </span>
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}

function Path({ children }: { children: string }) {
  return (
    <p
      className="rounded-md bg-well px-2 py-1 text-meta ring-1 ring-line ring-inset wrap-anywhere text-dim"
      data-selectable
    >
      {children}
    </p>
  );
}
