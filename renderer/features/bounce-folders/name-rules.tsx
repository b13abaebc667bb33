import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Binding, NameRule } from '../../../protocol/ipc/binding.ts';
import type { Answer } from '../../../protocol/ipc/bridge.ts';
import { nameSchema } from '../../../protocol/wire/id.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import { failureSentence } from '../../text/failures.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { SwitchField, TextField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select.tsx';
import { readingText, ruleText } from './rule-text.ts';

const text = bounceFoldersText.names;

/** Whether a folder's bounces are stacked, and its rules about names. Each change takes effect at once. */
export function NameRules({ binding }: { binding: Binding }) {
  const bridge = useBridge();
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (change: Promise<Answer<Binding>>) => {
    const answer = await change;
    setProblem(answer.ok ? null : failureSentence(answer));
    return answer.ok;
  };
  const { id, stacking, rules } = binding;
  return (
    <section aria-label={text.heading} className="flex flex-col gap-2 border-line border-t pt-3">
      <SwitchField
        label={text.stacking}
        hint={text.stackingHint}
        checked={stacking}
        onChecked={(checked) => void run(bridge.invoke('bindings.update', { id, stacking: checked }))}
      />
      {stacking && rules.length > 0 && (
        <ul aria-label={text.rules}>
          {rules.map((rule) => (
            <li key={rule.id} className="flex items-center gap-2 rounded-md px-2 hover:bg-hover">
              <span className="min-w-0 flex-1 break-words">{ruleText(rule.rule)}</span>
              <IconButton
                label={text.remove(ruleText(rule.rule))}
                icon={X}
                onClick={() => void run(bridge.invoke('bindings.removeRule', { id, ruleId: rule.id }))}
              />
            </li>
          ))}
        </ul>
      )}
      {stacking && (
        <AddRule bindingId={id} add={(rule) => run(bridge.invoke('bindings.addRule', { id, rule }))} />
      )}
      {problem && <ErrorLine>{problem}</ErrorLine>}
    </section>
  );
}

function AddRule({ bindingId, add }: { bindingId: string; add: (rule: NameRule) => Promise<boolean> }) {
  const [kind, setKind] = useState<NameRule['kind']>('title-word');
  const [words, setWords] = useState('');
  const rule = ruleOf(kind, words);
  const submit = async () => {
    if (rule && (await add(rule))) setWords('');
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-40 flex-1">
          <SelectField
            label={text.add}
            value={kind}
            onValue={(value) => setKind(value as NameRule['kind'])}
            options={text.kinds}
          />
        </div>
        <TextField
          className="min-w-32 flex-1"
          label={text.words[kind]}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // Enter would save the dialog around it.
            event.preventDefault();
            void submit();
          }}
        />
        <Button className="h-8" disabled={!rule} onClick={() => void submit()}>
          {text.addButton}
        </Button>
      </div>
      {kind === 'never-stack' && <p className="text-meta text-faint">{text.starHint}</p>}
      {rule && <RulePreview bindingId={bindingId} rule={rule} />}
    </div>
  );
}

function ruleOf(kind: NameRule['kind'], words: string): NameRule | null {
  const name = nameSchema.safeParse(words);
  if (!name.success) return null;
  return kind === 'title-word' ? { kind, word: name.data } : { kind, name: name.data };
}

/** The newest names of the folder that the rule would read differently. */
export function RulePreview({ bindingId, rule }: { bindingId: string; rule: NameRule }) {
  const bridge = useBridge();
  const preview = useQuery({
    queryKey: ['rule-preview', bindingId, rule],
    queryFn: () => read(bridge, 'bindings.previewRule', { id: bindingId, rule }),
    gcTime: 0,
  });
  if (preview.error) return <ErrorLine>{preview.error.message}</ErrorLine>;
  if (!preview.data) return null;
  const changed = preview.data.filter(({ before, after }) => readingText(before) !== readingText(after));
  return (
    <div className="rounded-md bg-well px-2.5 py-2 text-meta">
      <p className="text-dim">{text.preview(changed.length, preview.data.length)}</p>
      <ul aria-label={text.previewList} className="max-h-40 overflow-y-auto">
        {changed.map(({ name, before, after }) => (
          <li key={name} className="mt-1.5">
            <span className="block break-words">{name}</span>
            <span className="block text-faint">
              {readingText(before)}
              {text.becomes}
              <span className="text-text">{readingText(after)}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
