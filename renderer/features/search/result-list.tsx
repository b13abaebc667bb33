import {
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
import { Option } from '../../ui/option.tsx';
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
  results: readonly SearchResult[];
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
          {ofType.map(({ result, index }) => (
            <ResultOption
              key={result.id}
              id={optionId(id, index)}
              result={result}
              project={
                type === 'project'
                  ? ''
                  : (projects.find((one) => one.id === result.link.projectId)?.name ?? '')
              }
              isActive={index === active}
              onPoint={() => onPoint(index)}
              onChoose={() => onChoose(index)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function ResultOption({
  id,
  result,
  project,
  isActive,
  onPoint,
  onChoose,
}: {
  id: string;
  result: SearchResult;
  project: string;
  isActive: boolean;
  onPoint: () => void;
  onChoose: () => void;
}) {
  const passage = passageOf(result);
  return (
    <Option
      id={id}
      icon={forWord(icons, result.type) ?? File}
      isActive={isActive}
      onPoint={onPoint}
      onChoose={onChoose}
    >
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
