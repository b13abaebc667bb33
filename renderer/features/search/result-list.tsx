import { useQueryClient } from '@tanstack/react-query';
import {
  ArrowRight,
  File,
  ListMusic,
  type LucideIcon,
  MessageSquare,
  MessagesSquare,
  Reply,
} from 'lucide-react';
import { useEffect, useRef } from 'react';
import { forWord } from '../../../protocol/wire/open-enum.ts';
import type { Project, ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { SearchResult, SearchType } from '../../../protocol/wire/search.ts';
import { keys, useProjects } from '../../platform/queries.ts';
import { pictureOf } from '../../platform/songs.ts';
import { searchText } from '../../text/search.ts';
import { Art } from '../../ui/art.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Key } from '../../ui/key.tsx';
import { Name } from '../../ui/name.tsx';
import { Option } from '../../ui/option.tsx';
import { type Action, type Found, isAction } from './actions.ts';
import { groupResults, passageOf } from './result-groups.ts';

/** Songs and projects have pictures. */
const icons: Record<Exclude<SearchType, 'cut' | 'project'>, LucideIcon> = {
  vibe: ListMusic,
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
            const project = projects.find((one) => one.id === result.link.projectId);
            return <ResultOption key={result.id} result={result} project={project} {...option} />;
          })}
        </div>
      ))}
    </div>
  );
}

type OptionProps = { id: string; isActive: boolean; onPoint: () => void; onChoose: () => void };

function ActionOption({ action, ...option }: OptionProps & { action: Action }) {
  return (
    <Option mark={<ArrowRight size={14} aria-hidden />} {...option}>
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
  project: Project | undefined;
}) {
  const passage = passageOf(result);
  return (
    <Option mark={<Mark result={result} project={project} />} {...option}>
      <span className="min-w-0 flex-1">
        <ResultName result={result} />
        {passage && <span className="block truncate text-meta text-dim">{passage}</span>}
      </span>
      {project && result.type !== 'project' && (
        <span title={project.name} className="max-w-[30%] shrink-0 truncate text-meta text-dim">
          {project.name}
        </span>
      )}
    </Option>
  );
}

/** The name of a song, group, project or file is cut in the middle; a comment’s or message’s is the beginning of its text. */
function ResultName({ result: { type, name } }: { result: SearchResult }) {
  if (type !== 'comment' && type !== 'reply' && type !== 'message')
    return (
      <span className="flex">
        <Name>{name}</Name>
      </span>
    );
  return (
    <span title={name} className="block truncate">
      {name}
    </span>
  );
}

function Mark({ result, project }: { result: SearchResult; project: Project | undefined }) {
  const client = useQueryClient();
  if (result.type === 'project') return <Art name={result.name} picture={project?.imageUrl} size={24} />;
  if (result.type === 'cut') {
    // A project that was never opened here isn't read for its pictures.
    const read = client.getQueryData<ProjectSnapshot>(keys.project(result.link.projectId));
    const vibe = read?.vibes.find(({ cuts }) => cuts.some(({ id }) => id === result.id));
    return <Art name={result.name} picture={pictureOf(vibe)} size={24} />;
  }
  const Icon = forWord(icons, result.type) ?? File;
  return <Icon size={14} aria-hidden />;
}
