import type { ReactNode } from 'react';
import { type BesideState, shortcutActions } from '../../../protocol/ipc/beside.ts';
import { useBeside } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { besideText } from '../../text/beside.ts';
import { SwitchField, TextField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ShortcutField } from './shortcut-field.tsx';
import { useChangeBeside } from './use-change-beside.ts';

/** A part of the settings once they are read. */
function Part({ title, children }: { title: string; children: (state: BesideState) => ReactNode }) {
  const beside = useBeside();
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h3 className="px-2 text-meta font-semibold text-faint">{title}</h3>
      {beside.isPending && <Skeleton rows={2} label={besideText.loading} />}
      {beside.error && <ErrorLine>{beside.error.message}</ErrorLine>}
      {beside.data && children(beside.data)}
    </section>
  );
}

/** Whether the app runs without a window. */
export function RunningSettings() {
  return <Part title={besideText.running}>{(state) => <Running state={state} />}</Part>;
}

/** How fast files travel. */
export function LimitSettings() {
  return <Part title={besideText.limits}>{(state) => <Limits state={state} />}</Part>;
}

/** Keys that work in other programs. */
export function ShortcutSettings() {
  return <Part title={besideText.shortcuts}>{(state) => <Shortcuts state={state} />}</Part>;
}

function Running({ state }: { state: BesideState }) {
  const change = useChangeBeside();
  const { platform } = useSession().facts;
  return (
    <div>
      {state.hasTray && platform !== 'darwin' && (
        <SwitchField
          label={besideText.keepsRunning}
          hint={besideText.keepsRunningHint}
          checked={state.settings.keepsRunning}
          onChecked={(keepsRunning) => void change({ keepsRunning })}
        />
      )}
      {state.startsAtLogin !== null && (
        <SwitchField
          label={besideText.startsAtLogin}
          hint={besideText.startsAtLoginHint}
          checked={state.startsAtLogin}
          onChecked={(startsAtLogin) => void change({ startsAtLogin })}
        />
      )}
    </div>
  );
}

/** In bytes per second. */
const rates = [250_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000];

function Limits({ state }: { state: BesideState }) {
  const change = useChangeBeside();
  const { uploadLimit, downloadLimit, dawLimit, ownDaws } = state.settings;
  const hint = state.daw ? besideText.dawRuns(state.daw) : besideText.watched;
  return (
    <div className="flex min-w-0 flex-col gap-2 px-2">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-3">
        <LimitField
          label={besideText.uploadLimit}
          none={besideText.noLimit}
          value={uploadLimit}
          onValue={(next) => void change({ uploadLimit: next })}
        />
        <LimitField
          label={besideText.downloadLimit}
          none={besideText.noLimit}
          value={downloadLimit}
          onValue={(next) => void change({ downloadLimit: next })}
        />
        <LimitField
          label={besideText.dawLimit}
          none={besideText.sameLimit}
          value={dawLimit}
          onValue={(next) => void change({ dawLimit: next })}
        />
      </div>
      <p className="text-meta text-dim">
        {`${besideText.playedHint} ${dawLimit === null ? besideText.notWatched : hint}`}
      </p>
      {dawLimit !== null && (
        <TextField
          key={ownDaws.join()}
          label={besideText.ownDaws}
          hint={besideText.ownDawsHint}
          defaultValue={ownDaws.join(', ')}
          maxLength={2_000}
          onBlur={({ currentTarget: { value } }) => {
            const next = namesIn(value);
            if (next.join() !== ownDaws.join()) void change({ ownDaws: next });
          }}
        />
      )}
    </div>
  );
}

function namesIn(text: string): string[] {
  const names = text.split(',').map((name) => name.trim().slice(0, 100));
  return [...new Set(names)].filter((name) => name !== '').slice(0, 50);
}

function LimitField({
  label,
  none,
  value,
  onValue,
}: {
  label: string;
  none: string;
  value: number | null;
  onValue: (value: number | null) => void;
}) {
  const known = value === null || rates.includes(value) ? rates : [...rates, value].sort((a, b) => a - b);
  return (
    <SelectField
      label={label}
      options={[
        { value: 'none', text: none },
        ...known.map((rate) => ({ value: String(rate), text: besideText.rate(rate) })),
      ]}
      value={value === null ? 'none' : String(value)}
      onValue={(next) => onValue(next === 'none' ? null : Number(next))}
    />
  );
}

function Shortcuts({ state }: { state: BesideState }) {
  const change = useChangeBeside();
  const { shortcuts } = state.settings;
  return (
    <div className="min-w-0">
      <p className="px-2 pb-1 text-meta text-dim">{besideText.shortcutsHint}</p>
      {shortcutActions.map((action) => (
        <ShortcutField
          key={action}
          label={besideText.shortcut[action]}
          keys={shortcuts[action]}
          isRefused={state.refusedShortcuts.includes(action)}
          onKeys={(keys) => void change({ shortcuts: { ...shortcuts, [action]: keys } })}
        />
      ))}
    </div>
  );
}
