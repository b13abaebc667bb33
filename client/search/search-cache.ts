import type { Comment } from '../../protocol/wire/comment.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { type SearchResult, searchTypeSchema } from '../../protocol/wire/search.ts';
import type { Cache } from '../cache/cache.ts';
import { matches, wordsOf } from './word-match.ts';

/** How many characters of a comment are shown as its name. */
const beginning = 80;

/**
 * Searches the cache while the server can't be reached: names of projects, vibes, cuts and files, the newest messages of
 * rooms, and comments of cuts that were opened. In the order of the server's answers, at most `limit` results; the first
 * of each kind are taken before the second of any.
 */
export function searchCache(
  cache: Pick<Cache, 'listProjects' | 'readProject' | 'comments'>,
  text: string,
  limit: number,
): SearchResult[] {
  const typed = wordsOf(text);
  if (typed.length === 0) return [];
  const found: SearchResult[] = [];
  for (const { id } of cache.listProjects()) {
    const project = cache.readProject(id);
    if (!project) continue;
    for (const result of resultsIn(project, (cutId) => cache.comments.read(cutId)?.comments ?? [])) {
      if (matches(typed, `${result.name} ${result.snippet ?? ''}`)) found.push(result);
    }
  }
  return fairly(found, limit).map(shortened);
}

function* resultsIn(
  project: ProjectSnapshot,
  commentsOf: (cutId: string) => readonly Comment[],
): Generator<SearchResult> {
  const { id: projectId, name, description } = project;
  yield {
    type: 'project',
    id: projectId,
    name,
    ...(description && { snippet: description }),
    link: { projectId },
  };
  for (const { id, text } of project.room?.messages ?? []) {
    yield { type: 'message', id, name: text, link: { projectId, messageId: id } };
  }
  for (const vibe of project.vibes) {
    yield { type: 'vibe', id: vibe.id, name: vibe.name, link: { projectId, vibeId: vibe.id } };
    for (const cut of vibe.cuts) {
      const link = { projectId, vibeId: vibe.id, cutId: cut.id };
      yield { type: 'cut', id: cut.id, name: cut.name, link };
      for (const file of cut.files)
        yield { type: 'file', id: file.id, name: file.name, link: { ...link, fileId: file.id } };
      if (cut.commentCount === 0) continue;
      for (const comment of commentsOf(cut.id)) {
        const ofComment = { ...link, commentId: comment.id };
        yield { type: 'comment', id: comment.id, name: comment.text, link: ofComment };
        for (const { id, text } of comment.replies)
          yield { type: 'reply', id, name: text, link: { ...ofComment, replyId: id } };
      }
    }
  }
}

/** At most `limit`, grouped by kind. */
function fairly(found: readonly SearchResult[], limit: number): SearchResult[] {
  const kinds = searchTypeSchema.options.map((type) => found.filter((result) => result.type === type));
  const shares = kinds.map(() => 0);
  for (let left = limit, place = 0; left > 0 && kinds.some(({ length }) => length > place); place += 1) {
    kinds.forEach(({ length }, kind) => {
      if (left === 0 || length <= place) return;
      shares[kind] = place + 1;
      left -= 1;
    });
  }
  return kinds.flatMap((ofKind, kind) => ofKind.slice(0, shares[kind]));
}

/** The name of a comment or message is its beginning. */
function shortened(result: SearchResult): SearchResult {
  if (result.type !== 'comment' && result.type !== 'reply' && result.type !== 'message') return result;
  const characters = [...result.name.replace(/\s+/g, ' ').trim()];
  if (characters.length <= beginning) return { ...result, name: characters.join('') };
  return { ...result, name: `${characters.slice(0, beginning - 1).join('')}…` };
}
