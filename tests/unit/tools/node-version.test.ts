import { expect, test } from 'vitest';
import { nodeVersionProblem } from '../../../tools/setup/node-version.mjs';

test('a Node version that is too old is reported with what to do', () => {
  expect(nodeVersionProblem('18.20.4')).toMatch(/Node\.js 20 or newer.*18\.20\.4/);
  expect(nodeVersionProblem('9.11.2')).not.toBeNull();
});

test('Node 20 and newer is accepted', () => {
  for (const version of ['20.0.0', '20.20.2', '24.21.0', '100.0.0']) {
    expect(nodeVersionProblem(version)).toBeNull();
  }
});
