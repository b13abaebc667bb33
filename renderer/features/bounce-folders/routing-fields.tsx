import type { VibeWithCuts } from '../../../protocol/wire/vibe.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select.tsx';
import type { RoutingDraft } from './routing-draft.ts';

const text = bounceFoldersText.routing;

/** The fields that decide which vibe bounces go to. */
export function RoutingFields({
  draft,
  vibes,
  onDraft,
}: {
  draft: RoutingDraft;
  vibes: VibeWithCuts[];
  onDraft: (draft: RoutingDraft) => void;
}) {
  const possible = vibes.length > 0 ? text.ways : text.ways.filter(({ value }) => value !== 'vibe');
  return (
    <>
      <ChoiceField
        label={text.label}
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
          label={text.vibeField}
          value={draft.vibeId}
          onValue={(vibeId) => onDraft({ ...draft, vibeId })}
          options={vibes.map((vibe) => ({ value: vibe.id, text: vibe.name }))}
        />
      )}
      {draft.kind === 'vibe-name' && (
        <TextField
          label={text.vibeNameField}
          value={draft.name}
          onChange={(event) => onDraft({ ...draft, name: event.target.value })}
        />
      )}
    </>
  );
}
