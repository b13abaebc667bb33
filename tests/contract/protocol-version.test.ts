import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { commandSchemas } from '../../protocol/wire/command.ts';
import { errorStatus } from '../../protocol/wire/error.ts';
import { ephemeralEventSchemas, loggedEventSchemas } from '../../protocol/wire/event.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';

const folder = new URL('../../protocol/wire/', import.meta.url);

/**
 * The hash of every schema of `protocol/wire` at each version. A change of the wire changes the hash: then
 * `protocol/wire/version.ts` gets the next number with a line of history, and this table a line for it. The line of a
 * version that has been released is never edited.
 */
const hashOfVersion: Record<number, string> = {
  1: '7e521cad7712555f',
  2: '6ad0ccb28d0fa12f',
  3: '0ba000a13e8f73a8',
  4: '1057393ac37d3d55',
  5: '6587b2a12f578386',
  6: '42f359c8dabfecb7',
  7: '8c2970d4ce641b21',
  8: '7596f7753636b3ec',
  9: '44acf170e5bcdd0a',
  10: '84050bca355227c9',
  11: 'fa3052fc00815ba6',
  12: '7bc17a9b0b9a3a6e',
  13: '7af2f130fdb71c9f',
  14: 'bc492e767b72be57',
  15: 'b1a8cb3a35813837',
};

/** Everything exported that is a schema, or a map of them, as JSON Schema by file and name. */
async function describeWire(): Promise<Record<string, unknown>> {
  const described: Record<string, unknown> = { errorStatus };
  for (const file of readdirSync(folder).sort()) {
    const exported: Record<string, unknown> = await import(new URL(file, folder).href);
    for (const [name, value] of Object.entries(exported)) {
      if (value instanceof z.ZodType) described[`${file} ${name}`] = toJson(value);
    }
  }
  for (const [kind, { payload, result }] of Object.entries(commandSchemas)) {
    described[`command ${kind}`] = [toJson(payload), toJson(result)];
  }
  for (const [name, schema] of Object.entries({ ...loggedEventSchemas, ...ephemeralEventSchemas })) {
    described[`event ${name}`] = toJson(schema);
  }
  return described;
}

/** The schema before defaults and transforms. Ids and patterns are part of it; it throws for anything JSON Schema lacks. */
function toJson(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input' });
}

function hashOf(described: Record<string, unknown>): string {
  return createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, 16);
}

test('the wire is what its version says', async () => {
  const hash = hashOf(await describeWire());
  expect(
    hash,
    `protocol/wire has changed. Raise protocolVersion in protocol/wire/version.ts, say there what changed, and add the hash ${hash} for it here.`,
  ).toBe(hashOfVersion[protocolVersion]);
});

test('the description holds every schema of the wire, so that no change can hide', async () => {
  const described = await describeWire();
  const sources = readdirSync(folder).map(
    (file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const,
  );
  const declared = sources.flatMap(([file, source]) =>
    [...source.matchAll(/^export const (\w+Schema)\b/gm)].map(([, name]) => `${file} ${name}`),
  );
  expect(declared.length).toBeGreaterThan(40);
  expect(declared.filter((name) => !(name in described))).toEqual([]);
  const hash = hashOf(described);
  for (const name of Object.keys(described)) {
    expect(hashOf({ ...described, [name]: 'something else' }), name).not.toBe(hash);
  }
});

test('every version up to this one has its line of history and its hash', () => {
  const source = readFileSync(new URL('version.ts', folder), 'utf8');
  const history = [...source.matchAll(/^ \* (\d+): .{20,}/gm)].map(([, version]) => Number(version));
  const versions = Array.from({ length: protocolVersion }, (_, index) => index + 1);
  expect(history).toEqual(versions);
  expect(Object.keys(hashOfVersion).map(Number)).toEqual(versions);
});
