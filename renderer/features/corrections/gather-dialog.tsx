import { useMemo, useState } from 'react';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { correctionsText } from '../../text/corrections.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { type GatheredCut, type Gathering, proposeGathering } from './propose-gathering.ts';
import { useGather } from './use-gather.ts';

const text = correctionsText.gather;

/** Proposes cuts that look like versions or other mixes of one song, and merges or moves those that stay chosen. */
export function Gather({ project, onClose }: { project: ProjectSnapshot; onClose: () => void }) {
  const proposals = useMemo(() => proposeGathering(project), [project]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        proposals.flatMap(({ others, beside }) =>
          [...others, ...beside].filter(({ isSure }) => isSure).map(({ cut }) => cut.id),
        ),
      ),
  );
  const gather = useGather(project);
  const toggle = (cutId: string) => {
    const next = new Set(chosen);
    if (!next.delete(cutId)) next.add(cutId);
    setChosen(next);
  };
  if (proposals.length === 0)
    return (
      <Modal title={text.nothing} description={text.nothingHint} onClose={onClose}>
        {null}
      </Modal>
    );
  return (
    <Modal wide title={text.title} description={text.description} onClose={onClose}>
      <DialogForm
        submit={text.submit(chosen.size)}
        onClose={onClose}
        action={async () => {
          if (chosen.size === 0) return text.noneChosen;
          void gather(proposals, chosen);
          return null;
        }}
      >
        <ul aria-label={text.list} className="-mx-2 flex min-h-0 flex-col gap-3 overflow-y-auto px-2">
          {proposals.map((proposal) => (
            <li key={proposal.key}>
              <Proposal proposal={proposal} chosen={chosen} onToggle={toggle} />
            </li>
          ))}
        </ul>
      </DialogForm>
    </Modal>
  );
}

function Proposal({
  proposal: { name, into, others, beside },
  chosen,
  onToggle,
}: {
  proposal: Gathering;
  chosen: ReadonlySet<string>;
  onToggle: (cutId: string) => void;
}) {
  const moved = others.filter(({ cut }) => chosen.has(cut.id));
  const versions = [into, ...moved].reduce((sum, { cut }) => sum + versionsOf(cut).length, 0);
  return (
    <fieldset className="min-w-0 rounded-md border border-line">
      <legend className="sr-only">{text.group(name)}</legend>
      <div aria-hidden className="flex items-baseline gap-2 border-b border-line px-3 py-2">
        <span title={name} className="min-w-0 flex-1 truncate font-semibold">
          {name}
        </span>
        <span className="shrink-0 text-meta text-dim tabular-nums">{text.result(versions)}</span>
      </div>
      <div className="flex items-start gap-2.5 px-3 py-1.5">
        <input
          type="checkbox"
          checked
          disabled
          aria-label={text.keeps(into.cut.name)}
          className="mt-[3px] size-3.5 shrink-0 accent-accent"
        />
        <CutFacts gathered={into} mark={into.cut.name === name ? text.kept : text.renamed(name)} />
      </div>
      {others.map((gathered) => (
        <Choice
          key={gathered.cut.id}
          gathered={gathered}
          label={text.choose(gathered.cut.name, name)}
          mark={gathered.isSure ? '' : text.unsure}
          isChosen={chosen.has(gathered.cut.id)}
          onToggle={onToggle}
        />
      ))}
      {beside.map((gathered) => (
        <Choice
          key={gathered.cut.id}
          gathered={gathered}
          label={text.chooseBeside(gathered.cut.name, name)}
          mark={text.beside}
          isChosen={chosen.has(gathered.cut.id)}
          onToggle={onToggle}
        />
      ))}
    </fieldset>
  );
}

function Choice({
  gathered,
  label,
  mark,
  isChosen,
  onToggle,
}: {
  gathered: GatheredCut;
  label: string;
  mark: string;
  isChosen: boolean;
  onToggle: (cutId: string) => void;
}) {
  return (
    <label className="flex cursor-default items-start gap-2.5 px-3 py-1.5 hover:bg-hover">
      <input
        type="checkbox"
        checked={isChosen}
        onChange={() => onToggle(gathered.cut.id)}
        aria-label={label}
        className="mt-[3px] size-3.5 shrink-0 accent-accent"
      />
      <CutFacts gathered={gathered} mark={mark} />
    </label>
  );
}

function CutFacts({ gathered: { cut, vibeName }, mark }: { gathered: GatheredCut; mark: string }) {
  const versions = versionsOf(cut);
  const files = versions.map(({ name }) => name).join(', ');
  return (
    <span className="min-w-0 flex-1">
      <span className="flex min-w-0 items-baseline gap-2">
        <span title={cut.name} className="min-w-0 flex-1 truncate">
          {cut.name}
        </span>
        <span className="shrink-0 text-meta text-dim">{mark}</span>
      </span>
      <span title={files} className="block truncate text-meta text-dim">
        {text.inVibe(vibeName, versions.length)} · {files}
      </span>
    </span>
  );
}
