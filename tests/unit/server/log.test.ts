import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('secrets are removed from log lines at any level of nesting', () => {
  const program = `
    import { createLog } from ${JSON.stringify(new URL('../../../server/log.ts', import.meta.url).href)};
    const log = createLog({ logLevel: 'info', databaseUrl: null, nodeName: 'one' });
    const secrets = { cookie: 'S1', authorization: 'S2', password: 'S3', token: 'S4', accessToken: 'S5',
      refreshToken: 'S6', 'set-cookie': 'S7' };
    log.info({ ...secrets, headers: secrets, request: { headers: secrets }, kept: 'K1' }, 'message');
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toMatchObject({ kept: 'K1', msg: 'message', password: '[redacted]' });
  expect(stderr).not.toMatch(/"S\d"/);
  expect(JSON.parse(stderr)).not.toHaveProperty('node');
});

test('each line of one of several servers has its name', () => {
  const program = `
    import { createLog } from ${JSON.stringify(new URL('../../../server/log.ts', import.meta.url).href)};
    const log = createLog({ logLevel: 'info', databaseUrl: 'postgres://band', nodeName: 'one' });
    log.info('message');
    log.error({ err: new Error('No') }, 'another');
  `;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  const lines = stderr.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { node: 'one', msg: 'message' },
    { node: 'one', msg: 'another' },
  ]);
});
