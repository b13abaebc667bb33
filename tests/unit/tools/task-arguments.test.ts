import { describe, expect, test } from 'vitest';
import { hasDisplay, parseTask, taskNames } from '../../../tools/setup/task-arguments.ts';

describe('parseTask', () => {
  test('an unknown or missing task gets the list of tasks', () => {
    for (const argv of [[], ['strat'], ['--server', 'http://a']]) {
      const parsed = parseTask(argv, {});
      expect(parsed.ok).toBe(false);
      if (!parsed.ok) for (const name of taskNames) expect(parsed.message).toContain(name);
    }
  });

  test('start prefers the server flag over the environment, and drops a trailing slash', () => {
    const environment = { BANDMATE_SERVER_URL: 'https://env.example/' };
    expect(parseTask(['start', '--server', 'http://flag.example:3000//'], environment)).toMatchObject({
      task: { serverUrl: 'http://flag.example:3000' },
    });
    expect(parseTask(['start'], environment)).toMatchObject({ task: { serverUrl: 'https://env.example' } });
    expect(parseTask(['start'], { BANDMATE_SERVER_URL: '' })).toMatchObject({
      task: { serverUrl: undefined },
    });
  });

  test.each(['band.example', 'ftp://band.example', 'file:///etc', ''])(
    '"%s" is not a server address',
    (url) => {
      expect(parseTask(['start', '--server', url], {})).toMatchObject({ ok: false });
    },
  );

  test('an unknown flag is refused, with the usage', () => {
    const parsed = parseTask(['start', '--sevrer', 'http://a'], {});
    expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining('Usage:') });
  });

  test('a folder is watched without a window only if everything that signing in needs is given', () => {
    const account = { BANDMATE_EMAIL: 'ana@band.example', BANDMATE_PASSWORD: 'secret words' };
    const flags = ['start', '--folder', '/bounces', '--project', 'Summer EP'];
    expect(parseTask(flags, account)).toMatchObject({
      task: { headless: { folder: '/bounces', email: 'ana@band.example', project: 'Summer EP' } },
    });
    expect(parseTask(flags, {})).toMatchObject({ task: { headless: undefined } });
    expect(parseTask(flags.slice(0, 3), account)).toMatchObject({ task: { headless: undefined } });
    expect(parseTask(flags, { BANDMATE_EMAIL: 'ana@band.example' })).toMatchObject({
      task: { headless: undefined },
    });
  });

  test('the demo refuses an existing server', () => {
    expect(parseTask(['demo', '--server', 'https://band.example'], {}).ok).toBe(false);
    expect(parseTask(['demo'], { BANDMATE_SERVER_URL: 'https://band.example' }).ok).toBe(false);
  });

  test('arguments of other programs are passed on unparsed', () => {
    const rest = ['/bounces', '--server', 'no address at all', '--json'];
    expect(parseTask(['watch', ...rest], {})).toMatchObject({ ok: true, task: { name: 'watch', rest } });
  });
});

test('only Linux can lack a display', () => {
  expect(hasDisplay('linux', {})).toBe(false);
  expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
  expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
  expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasDisplay('darwin', {})).toBe(true);
  expect(hasDisplay('win32', {})).toBe(true);
});
