import {
  ArrowRight,
  AudioLines,
  File,
  FolderOpen,
  ListMusic,
  type LucideIcon,
  MessageSquare,
  MessagesSquare,
  Reply,
} from 'lucide-react';
import { useEffect, useRef } from 'react';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import type { SearchResult, SearchType } from '../../../protocol/wire/search.ts';
import { useProjects } from '../../platform/queries.ts';
import { searchText } from '../../text/search.ts';
import { classNames } from '../../ui/class-names.ts';
import { Key } from '../../ui/key.tsx';
import { Option } from '../../ui/option.tsx';
import { type Action, type Found, isAction } from './actions.ts';
import { groupResults, passageOf } from './result-groups.ts';

const icons: Record<SearchType, LucideIcon> = {
  cut: AudioLines,
  vibe: ListMusic,
  project: FolderOpen,
  file: File,
  comment: MessageSquare,
  reply: Reply,
  message: MessagesSquare,
};

export const optionId = (listId: string, index: number) => `${listId}-${index}`;

/** The results by type. The focus stays in the field above, which refers to the active result. */
export function ResultList({
  id,
  results,
  active,
  isOutdated,
  onPoint,
  onChoose,
}: {
  id: string;
  results: readonly Found[];
  active: number;
  /** A newer answer is pending. */
  isOutdated: boolean;
  onPoint: (index: number) => void;
  onChoose: (index: number) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const projects = useProjects().data ?? [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: new results need scrolling again
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, results]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={searchText.results}
      aria-busy={isOutdated}
      tabIndex={-1}
      className={classNames('-mx-2 min-h-0 flex-1 overflow-y-auto', isOutdated && 'opacity-60')}
    >
      {groupResults(results).map(({ type, title, results: ofType }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
        <div key={type} role="group" aria-labelledby={`${id}-${type}`} className="pb-2">
          <div id={`${id}-${type}`} className="px-2 pt-1 pb-1 text-meta font-semibold text-faint">
            {title}
          </div>
          {ofType.map(({ result, index }) => {
            const option = {
              id: optionId(id, index),
              isActive: index === active,
              onPoint: () => onPoint(index),
              onChoose: () => onChoose(index),
            };
            if (isAction(result)) return <ActionOption key={result.id} action={result} {...option} />;
            const project = projects.find((one) => one.id === result.link.projectId)?.name ?? '';
            return (
              <ResultOption
                key={result.id}
                result={result}
                project={type === 'project' ? '' : project}
                {...option}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

type OptionProps = { id: string; isActive: boolean; onPoint: () => void; onChoose: () => void };

function ActionOption({ action, ...option }: OptionProps & { action: Action }) {
  return (
    <Option icon={ArrowRight} {...option}>
      <span className="min-w-0 flex-1 truncate">{action.name}</span>
      {action.about !== undefined && (
        <span title={action.about} className="max-w-[40%] shrink-0 truncate text-meta text-dim">
          {action.about}
        </span>
      )}
      {action.keys !== undefined && <Key>{action.keys}</Key>}
    </Option>
  );
}

function ResultOption({
  result,
  project,
  ...option
}: OptionProps & {
  result: SearchResult;
  project: string;
}) {
  const passage = passageOf(result);
  return (
    <Option icon={forWord(icons, result.type) ?? File} {...option}>
      <span className="min-w-0 flex-1">
        <span title={result.name} className="block truncate">
          {result.name}
        </span>
        {passage && <span className="block truncate text-meta text-dim">{passage}</span>}
      </span>
      {project && (
        <span title={project} className="max-w-[40%] shrink-0 truncate text-meta text-dim">
          {project}
        </span>
      )}
    </Option>
  );
}
