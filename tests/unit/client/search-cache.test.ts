import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../../client/cache/create-memory-cache.ts';
import { searchCache } from '../../../client/search/search-cache.ts';
import { matches, wordsOf } from '../../../client/search/word-match.ts';
import { bandComments, withCounts } from '../../fixtures/renderer/page/comment-sample.ts';
import { project, summerEp } from '../../fixtures/renderer/page/sample.ts';

const comments = bandComments();

function held() {
  const cache = createMemoryCache('me');
  const ep = withCounts(summerEp(), comments);
  const live = project('live', 'Live 2026', [], { description: 'Sunset stage, two sets' });
  cache.replaceProjects(
    [ep, live].map(({ vibes: _v, members: _m, epoch: _e, seq: _s, ...listed }) => listed),
  );
  cache.replaceProject(ep);
  cache.replaceProject(live);
  cache.comments.write('sg3', 'ep', comments);
  return cache;
}

describe('words', () => {
  it('match regardless of case and accents, and the last one as a prefix', () => {
    const text = 'Café del Mar, take_2';
    for (const typed of ['cafe', 'CAFÉ d', 'mar take', 'take 2'])
      expect(matches(wordsOf(typed), text), typed).toBe(true);
    for (const typed of ['caf mar', 'ake', '', '  ', 'café sur'])
      expect(matches(wordsOf(typed), text), typed).toBe(false);
  });
});

describe('the cache', () => {
  it('is searched by name, with results grouped by kind and a link to each', () => {
    const results = searchCache(held(), 'sunset', 30);
    expect(results.map(({ type }) => type)).toEqual(['vibe', 'project', ...Array(6).fill('file')]);
    expect(results[0]).toMatchObject({ id: 'sunset', link: { projectId: 'ep', vibeId: 'sunset' } });
    expect(results[1]).toMatchObject({ id: 'live', snippet: 'Sunset stage, two sets' });
  });

  it('includes comments and replies of cuts that were opened', () => {
    const comment = comments.find(({ replies }) => replies.length > 0);
    const reply = comment?.replies[0];
    if (!comment || !reply) throw new Error('The sample has one that was answered');
    const [found] = searchCache(held(), reply.text, 30);
    expect(found).toMatchObject({
      type: 'reply',
      link: { projectId: 'ep', cutId: 'sg3', commentId: comment.id, replyId: reply.id },
    });
  });

  it('returns some of each kind if there are more than the limit', () => {
    const types = searchCache(held(), 's', 4).map(({ type }) => type);
    expect(new Set(types).size).toBe(4);
    expect(searchCache(held(), 's', 9)).toHaveLength(9);
  });

  it('returns nothing for an empty search', () => {
    expect(searchCache(held(), ' . ', 30)).toEqual([]);
  });
});
