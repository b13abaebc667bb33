import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

/** A payload as JSON with sorted keys, so that their order makes no difference. Refused if nested too deeply. */
export function canonicalJson(payload: unknown): Outcome<string> {
  try {
    return { ok: true, data: JSON.stringify(payload, sortKeys) ?? '' };
  } catch (error) {
    if (error instanceof RangeError) return failure('invalid', 'payload: is nested too deeply');
    throw error;
  }
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
