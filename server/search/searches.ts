import type { Outcome } from '../../protocol/wire/error.ts';
import type { SearchResult } from '../../protocol/wire/search.ts';
import { failure } from '../failure.ts';

export type SearchRequest = { userId: string; typed: string; limit: number };

/** Finds what a person may see. */
export type Search = {
  /** Refused as `rate-limited` when it takes longer than the deadline, or when too many searches are waiting. */
  search(request: SearchRequest): Promise<Outcome<SearchResult[]>>;
  close(): Promise<void>;
};

export const maximumWaiting = 100;
export const maximumWaitingPerUser = 10;

export const tooSlow = failure(
  'rate-limited',
  'That search took too long. Try again with fewer or longer words.',
);
export const tooMany = failure('rate-limited', 'Too many searches are running. Try again in a moment.');
