import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('secrets are removed from log lines at any level of nesting', () => {
  const program = `
    import { createLog } from ${JSON.stringify(new URL('../../../server/log.ts', import.meta.url).href)};
    const log = createLog('info');
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
});
