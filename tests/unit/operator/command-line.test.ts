import { describe, expect, test } from 'vitest';
import { operatorSchemas } from '../../../protocol/wire/operator.ts';
import { parseCommandLine, usage } from '../../../server/operator/command-line.ts';
import { printAnswer } from '../../../server/operator/print-answer.ts';
import { readQuota } from '../../../server/operator/read-size.ts';

const parse = (line: string) => parseCommandLine(line.split(' ').filter(Boolean));

describe('parseCommandLine', () => {
  test.each([
    ['users', 'users', {}],
    [
      'users --search ana --state disabled --limit 5',
      'users',
      { search: 'ana', state: 'disabled', limit: '5' },
    ],
    ['show ana@band.example', 'show', { account: 'ana@band.example' }],
    ['disable 0190', 'disable', { account: '0190' }],
    ['quota ana@band.example 20GB', 'quota', { account: 'ana@band.example', bytes: 20_000_000_000 }],
    ['quota --project 0190 1.5GiB', 'quota', { project: '0190', bytes: 1_610_612_736 }],
    ['quota ana@band.example none', 'quota', { account: 'ana@band.example', bytes: 0 }],
    ['quota ana@band.example default', 'quota', { account: 'ana@band.example', bytes: null }],
    ['storage', 'storage', {}],
    ['reset-password 0190', 'reset-password', { account: '0190' }],
    ['registration', 'registration', {}],
    ['registration closed', 'set-registration', { mode: 'closed' }],
    ['invite ana@band.example', 'invite', { email: 'ana@band.example' }],
    ['invitations', 'invitations', {}],
    ['withdraw 0190', 'withdraw', { id: '0190' }],
    ['announcement', 'announcement', {}],
    ['announce Soon', 'announce', { text: 'Soon', endsAt: null }],
    ['announce Soon --until 2026-03-01', 'announce', { text: 'Soon', endsAt: '2026-03-01' }],
    ['end-announcement', 'end-announcement', {}],
    ['audit --person ana --from 2026-03-01', 'audit', { person: 'ana', from: '2026-03-01' }],
  ] as const)('reads %s', (line, command, input) => {
    expect(parse(line)).toEqual({ kind: 'run', line: { command, input, isJson: false, exportAs: null } });
    const parsed = parse(`${line} --json`);
    expect(parsed).toEqual({ kind: 'run', line: { command, input, isJson: true, exportAs: null } });
    expect(operatorSchemas[command].input.safeParse(input).success).toBe(true);
  });

  test.each([
    ['', 'Name a command'],
    ['user', 'There is no command user'],
    ['toString', 'There is no command toString'],
    ['show', 'Name one account'],
    ['show ana ben', 'Name one account'],
    ['users ana', '--search'],
    ['users --state gone', '--state'],
    ['users --limit 0', '--limit'],
    ['users --limit', '--limit'],
    ['show ana --search ben', 'no option --search'],
    ['quota ana', 'Name an account'],
    ['quota ana much', 'not a size'],
    ['quota ana 0', 'not a size'],
    ['storage now', 'no further words'],
    ['registration shut', 'open, invitation, closed'],
    ['set-registration open', 'There is no command'],
    ['audit ana', '--person'],
    ['announce', 'quotation marks'],
    ['announce restart at six', 'quotation marks'],
    ['users --export csv', 'no option --export'],
    ['audit --export pdf', 'jsonl, csv'],
    ['show ana --force', '--force'],
  ])('answers “%s” with one sentence', (line, part) => {
    const parsed = parse(line);
    expect(parsed.kind).toBe('wrong');
    const message = parsed.kind === 'wrong' ? parsed.message : '';
    expect(message).toContain(part);
    expect(message).toMatch(/\.$/);
    expect(message).not.toContain('\n');
  });

  test('the help names every command', () => {
    expect(parse('--help')).toEqual({ kind: 'help' });
    for (const command of Object.keys(operatorSchemas)) {
      expect(usage).toContain(`\n  ${command.replace(/^set-/, '')}`);
    }
  });
});

test.each([
  ['1', 1],
  ['20 GB', 20_000_000_000],
  ['2k', 2_000],
  ['1TiB', 1024 ** 4],
  ['none', 0],
  ['Default', null],
  ['-1', undefined],
  ['1e9', undefined],
  ['9999999TB', undefined],
  ['5 parsecs', undefined],
])('the size %s is read as %s', (typed, bytes) => {
  expect(readQuota(typed)).toBe(bytes);
});

test('a name from outside can’t move the cursor of the operator’s terminal', () => {
  const account = {
    ...{ id: '1', name: 'Eve\u001b[2J\nroot \u202E', email: 'eve@example.com', role: 'MEMBER' as const },
    ...{ createdAt: '2026-03-01T18:04:05.123Z', lastSeenAt: null, disabledAt: null },
    ...{ sessions: 0, projects: 0, bytes: 1234, quotaBytes: null },
  };
  const printed = printAnswer('users', { accounts: [account], total: 1, next: null });
  for (const character of ['\u001b', '\u202E']) expect(printed).not.toContain(character);
  expect(printed.split('\n')).toHaveLength(3);
  expect(printed).toContain('1.2 kB');
});
