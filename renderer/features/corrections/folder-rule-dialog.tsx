import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Binding, NameRule, RulePreview } from '../../../protocol/ipc/binding.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { commonText } from '../../text/common.ts';
import { correctionsText } from '../../text/corrections.ts';
import { failureSentence } from '../../text/failures.ts';
import { baseName } from '../../text/format.ts';
import { classNames } from '../../ui/class-names.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { ChoiceField } from '../../ui/field.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

const text = correctionsText.rule;

/** Offers rules for the names in a bounce folder, and shows what the chosen one would do to its last names. */
export function FolderRule({
  binding,
  rules,
  onClose,
}: {
  binding: Binding;
  rules: NameRule[];
  onClose: () => void;
}) {
  const bridge = useBridge();
  const say = useSay();
  const [chosen, setChosen] = useState(0);
  const rule = rules[chosen];
  const undo = async (ruleId: string) => {
    const answer = await bridge.invoke('bindings.removeRule', { id: binding.id, ruleId });
    if (!answer.ok) say.failed(correctionsText.undoFailed, failureSentence(answer));
  };
  const sayAdded = (ruleId: string) =>
    say.inform(text.added(baseName(binding.folder)), {
      action: { label: commonText.undo, onChoose: () => void undo(ruleId) },
    });
  return (
    <Modal wide title={text.title(baseName(binding.folder))} description={text.description} onClose={onClose}>
      <DialogForm
        submit={text.submit}
        onClose={onClose}
        action={async () => {
          if (!rule) return null;
          const answer = await bridge.invoke('bindings.addRule', { id: binding.id, rule });
          if (!answer.ok) return failureSentence(answer);
          const known = new Set(binding.rules.map(({ id }) => id));
          const added = answer.data.rules.find(({ id }) => !known.has(id));
          if (added) sayAdded(added.id);
          return null;
        }}
      >
        <ChoiceField
          label={text.choose}
          options={rules.map((one, index) => ({ value: String(index), ...wordsOf(one) }))}
          value={String(chosen)}
          onValue={(value) => setChosen(Number(value))}
        />
        {rule && <Preview bindingId={binding.id} rule={rule} />}
      </DialogForm>
    </Modal>
  );
}

function wordsOf(rule: NameRule): { text: string; hint: string } {
  if (rule.kind === 'title-word') return { text: text.titleWord(rule.word), hint: text.titleWordHint };
  return rule.name === '*'
    ? { text: text.neverStack, hint: text.neverStackHint }
    : { text: text.neverStackName(rule.name), hint: text.neverStackNameHint };
}

/** The folder's last 20 names, as they are read now and as they would be. */
function Preview({ bindingId, rule }: { bindingId: string; rule: NameRule }) {
  const bridge = useBridge();
  const preview = useQuery({
    queryKey: ['rule-preview', bindingId, rule],
    queryFn: () => read(bridge, 'bindings.previewRule', { id: bindingId, rule }),
    staleTime: 0,
    gcTime: 0,
  });
  if (preview.isPending) return <Skeleton rows={4} label={text.loading} />;
  if (preview.error) return <ErrorLine>{preview.error.message}</ErrorLine>;
  const changed = preview.data.filter(({ before, after }) => readingOf(before) !== readingOf(after));
  return (
    <section aria-label={text.preview} className="flex min-h-0 flex-col gap-1">
      <p role="status" className="text-meta font-medium text-dim">
        {preview.data.length === 0 ? text.noNames : text.changes(changed.length, preview.data.length)}
      </p>
      {preview.data.length > 0 && (
        <ScrollRegion label={text.names} className="max-h-56 rounded-md border border-line py-1">
          <ul>
            {[...changed, ...preview.data.filter((one) => !changed.includes(one))].map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sub-folders may hold the same name, and rows have no state
              <PreviewRow key={index} preview={one} isChanged={index < changed.length} />
            ))}
          </ul>
        </ScrollRegion>
      )}
    </section>
  );
}

function PreviewRow({ preview, isChanged }: { preview: RulePreview; isChanged: boolean }) {
  const { name, before, after } = preview;
  return (
    <li className="flex items-baseline gap-3 px-3 py-0.5">
      <span title={name} className="min-w-0 flex-1 truncate">
        {name}
      </span>
      <span
        className={classNames(
          'flex min-w-0 flex-1 flex-wrap gap-x-2 text-meta',
          isChanged ? 'text-text' : 'text-faint',
        )}
      >
        {isChanged && <s className="text-dim">{readingOf(before)}</s>}
        <span>{readingOf(after)}</span>
      </span>
    </li>
  );
}

function readingOf(reading: RulePreview['after']): string {
  if (reading === null) return text.notStacked;
  return [reading.title, reading.alternate, reading.label].filter(Boolean).join(' · ');
}
