import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { markersAsCsv, markersAsText, markersForReaper } from '../../../common/markers/lists.ts';
import { markerFileName, markerFiles } from '../../../common/markers/marker-files.ts';
import type { Dragged } from '../../../protocol/ipc/to-daw.ts';
import { songAndVersion } from '../../../protocol/state/versions.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { type MarkerFormat, markerFormatSchema } from '../../../protocol/wire/markers.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { toDawText } from '../../text/to-daw.ts';
import { Button } from '../../ui/button.tsx';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useSay } from '../../ui/messages.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SelectField } from '../../ui/select.tsx';
import { useCutComments, usePlacedComments } from '../comments/port.tsx';
import { tracksOf } from '../player/port.ts';
import { DragHandle } from './drag-handle.tsx';
import { exportOf, parseStart, parseTempo } from './marker-export.ts';
import { useProjectFacts } from './use-project-facts.ts';
import { useWritten } from './use-written.ts';

const text = toDawText.export;
const formatKey = 'bandmate.marker-format';
const noComments: readonly Comment[] = [];
/** Where no tempo is known, and the format needs one that isn't used. */
const anyTempo = 120;

type Format = MarkerFormat | 'wav';

/** Saves the comments of a song as markers that a DAW reads, or copies them. */
export function ExportMarkers({ cut, fileId, onClose }: { cut: Cut; fileId: string; onClose: () => void }) {
  const bridge = useBridge();
  const say = useSay();
  const { keepsSounds } = useSession().facts.capabilities;
  const file = cut.files.find(({ id }) => id === fileId);
  const isWave = file !== undefined && /^audio\/(?:x-|vnd\.)?wave?$/.test(file.mimeType);
  const [chosen, choose] = useFormat();
  const format = chosen === 'wav' && !isWave ? 'reaper' : chosen;
  const [which, setWhich] = useState<'open' | 'all'>('open');
  const facts = useProjectFacts(cut, file);
  const [copied, setCopied] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const percent = useWritten(fileId, 'version');
  const { shown, error } = useCutComments(cut.id, cut.formerIds);
  const tracks = useMemo(() => tracksOf(cut, ''), [cut]);
  const track = tracks.find((one) => one.fileId === fileId) ?? null;
  const placed = usePlacedComments(shown?.comments ?? noComments, tracks, track);
  const start = parseStart(facts.start);
  const tempo = parseTempo(facts.tempo);
  const needsTempo = format === 'midi';
  const hasTempo = needsTempo || format === 'dawproject';
  const found = useMemo(
    () => exportOf(placed, { onlyOpen: which === 'open', start: format === 'wav' ? 0 : (start ?? 0) }),
    [placed, which, format, start],
  );
  const song = { title: cut.name, tempo: tempo ?? anyTempo, markers: found.markers };
  const isEmpty = found.markers.length === 0;
  const problem = () => {
    if (isEmpty) return text.count(0);
    if (format !== 'wav' && start === null) return text.badStart;
    return hasTempo && tempo === null && (needsTempo || facts.tempo !== '') ? text.badTempo : null;
  };
  const copyAs = format === 'reaper' || format === 'csv' ? 'csv' : 'text';

  const save = async () => {
    const wrong = problem();
    if (wrong !== null) return wrong;
    setSaving(true);
    const answer =
      format === 'wav'
        ? await bridge.invoke('markers.saveWav', { fileId, markers: found.markers })
        : await bridge.invoke('markers.save', { ...song, format });
    setSaving(false);
    if (!answer.ok) return failureSentence(answer);
    // The dialog stays where it was.
    if (answer.data.kind === 'cancelled') return '';
    if (format !== 'wav') facts.remember(start, hasTempo ? tempo : null);
    if (answer.data.kind === 'saved') tellSaved(answer.data.name);
    return null;
  };
  const tellSaved = (name: string) =>
    say.inform(text.saved, {
      description: text.savedAs(name),
      action: {
        label: text.show,
        onChoose: async () => {
          const answer = await bridge.invoke('markers.show', null);
          if (!answer.ok) say.failed(text.notShown, failureSentence(answer));
        },
      },
    });
  const copy = async () => {
    const write = { text: markersAsText, csv: format === 'reaper' ? markersForReaper : markersAsCsv }[copyAs];
    const answer = await bridge.invoke('app.copyText', { text: write(found.markers) });
    setCopied(answer.ok);
    if (answer.ok) facts.remember(start, null);
    else say.failed(text.copyAs[copyAs], failureSentence(answer));
  };

  return (
    <Modal
      title={text.title(songAndVersion(cut, fileId))}
      description={shown ? text.count(found.markers.length) : error ? text.unread : text.loading}
      onClose={onClose}
    >
      <DialogForm
        submit={keepsSounds ? text.save : text.download}
        isBlocked={isEmpty}
        action={save}
        onClose={onClose}
      >
        <div className="flex flex-col gap-1">
          <SelectField
            label={text.format}
            options={formatsOf(isWave).map((value) => ({ value, text: text.formats[value].text }))}
            value={format}
            onValue={(value) => choose(value as Format)}
          />
          <p className="text-meta text-faint">{text.formats[format].hint}</p>
        </div>
        <Segments
          label={text.which}
          value={which}
          options={[
            { value: 'open', text: text.open },
            { value: 'all', text: text.all },
          ]}
          onValue={setWhich}
          className="self-start"
        />
        {format !== 'wav' && (
          <div className="flex flex-wrap gap-4 *:min-w-40 *:flex-1">
            <TextField
              label={text.start}
              hint={facts.mayRemember ? `${text.startHint} ${text.remembered}` : text.startHint}
              error={start === null ? text.badStart : undefined}
              value={facts.start}
              maxLength={16}
              onFocus={(event) => event.target.select()}
              onChange={({ target }) => facts.setStart(target.value)}
            />
            {hasTempo && (
              <TextField
                label={text.tempo}
                hint={needsTempo ? <span className="text-hot">{text.midiTempo}</span> : text.tempoHint}
                error={facts.tempo !== '' && tempo === null ? text.badTempo : undefined}
                value={facts.tempo}
                inputMode="decimal"
                maxLength={8}
                onFocus={(event) => event.target.select()}
                onChange={({ target }) => facts.setTempo(target.value)}
              />
            )}
          </div>
        )}
        {found.gone > 0 && <p className="text-meta text-dim">{text.gone(found.gone)}</p>}
        {found.unknown > 0 && <p className="text-meta text-dim">{text.unknown(found.unknown)}</p>}
        {isSaving && percent !== null && (
          <p className="text-meta text-dim tabular-nums">{text.savingWav(percent)}</p>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button icon={Copy} disabled={isEmpty} onClick={() => void copy()}>
            {copied ? commonText.copied : text.copyAs[copyAs]}
          </Button>
          {format !== 'wav' && problem() === null && (
            <DragHandle
              what={{ kind: 'markers', ...song, format } satisfies Dragged}
              label={toDawText.drag.markers(markerFileName(cut.name, markerFiles[format].extension))}
              showsText
              onHandedOver={() => facts.remember(start, hasTempo ? tempo : null)}
            />
          )}
        </div>
      </DialogForm>
    </Modal>
  );
}

/** `isWave`: the version can be saved with the markers in it. */
function formatsOf(isWave: boolean): Format[] {
  return [...markerFormatSchema.options.slice(0, 3), ...(isWave ? ['wav' as const] : []), 'text', 'csv'];
}

/** The format chosen last on this device. */
function useFormat(): [Format, (format: Format) => void] {
  const [format, setFormat] = useState<Format>(() => {
    const last = localStorage.getItem(formatKey);
    return last === 'wav' ? last : (markerFormatSchema.safeParse(last).data ?? 'reaper');
  });
  const choose = (next: Format) => {
    localStorage.setItem(formatKey, next);
    setFormat(next);
  };
  return [format, choose];
}
