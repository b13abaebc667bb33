import type { File } from '../../../protocol/wire/file.ts';
import type { Offer } from './use-correct.ts';

/** Offers a rule for the bounce folder that a file came from, if it came from one of this computer's. */
export function useRuleOffer(): (file: File) => Offer | undefined {
  return () => undefined;
}
