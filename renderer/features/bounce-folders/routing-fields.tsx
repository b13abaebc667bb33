import type { VibeWithCuts } from '../../../protocol/wire/vibe.ts';
import { ChoiceField, SelectField, TextField } from '../../ui/field.tsx';
import type { RoutingDraft } from './routing-draft.ts';

const ways = [
  {
    value: 'song-name',
    text: 'By song name',
    hint: '“Sunset Groove v3 rough.wav” goes into the vibe Sunset Groove.',
  },
  { value: 'sub-folder', text: 'By sub-folder', hint: 'Each sub-folder is a vibe.' },
  { value: 'vibe', text: 'Into one vibe', hint: 'Everything goes into a vibe that is there.' },
  { value: 'vibe-name', text: 'Into a new vibe', hint: 'Made when the first bounce arrives.' },
];

/** How bounces find their vibe. */
export function RoutingFields({
  draft,
  vibes,
  onDraft,
}: {
  draft: RoutingDraft;
  vibes: VibeWithCuts[];
  onDraft: (draft: RoutingDraft) => void;
}) {
  const possible = vibes.length > 0 ? ways : ways.filter(({ value }) => value !== 'vibe');
  return (
    <>
      <ChoiceField
        label="Where bounces go"
        options={possible}
        value={draft.kind}
        onValue={(kind) =>
          onDraft({
            ...draft,
            kind: kind as RoutingDraft['kind'],
            vibeId: kind === 'vibe' && draft.vibeId === '' ? (vibes[0]?.id ?? '') : draft.vibeId,
          })
        }
      />
      {draft.kind === 'vibe' && (
        <SelectField
          label="Vibe"
          value={draft.vibeId}
          onValue={(vibeId) => onDraft({ ...draft, vibeId })}
          options={vibes.map((vibe) => ({ value: vibe.id, text: vibe.name }))}
        />
      )}
      {draft.kind === 'vibe-name' && (
        <TextField
          label="Name of the vibe"
          value={draft.name}
          onChange={(event) => onDraft({ ...draft, name: event.target.value })}
        />
      )}
    </>
  );
}
