import { parseArgs } from 'node:util';
import { accountStateSchema, type OperatorCommand } from '../../protocol/wire/operator.ts';
import { readQuota } from './read-size.ts';

/** A command as it was typed. `isJson`: the answer is for a script. */
export type CommandLine = { command: OperatorCommand; input: Record<string, unknown>; isJson: boolean };

export type ParsedCommandLine =
  | { kind: 'run'; line: CommandLine }
  | { kind: 'help' }
  | { kind: 'wrong'; message: string };

type Values = { [Name in keyof typeof options]?: string | boolean | undefined };

/** An input, or a sentence that says what is wrong. */
type ReadInput = (words: string[], values: Values) => Record<string, unknown> | string;

type Entry = { words: string; about: string; flags?: (keyof Values)[]; read: ReadInput };

const options = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  search: { type: 'string' },
  state: { type: 'string' },
  before: { type: 'string' },
  limit: { type: 'string' },
  project: { type: 'boolean' },
} as const;

const one =
  (name: string, field = 'account'): ReadInput =>
  ([word, ...rest]) =>
    word && rest.length === 0 ? { [field]: word } : `Name ${name}.`;

const oneAccount = one('one account by its email or id');
const onAccount = (about: string): Entry => ({ words: 'ACCOUNT', about, read: oneAccount });
const states = accountStateSchema.options;

const entries: Record<OperatorCommand, Entry> = {
  users: {
    words: `[--search TEXT] [--state ${states.join('|')}] [--limit N] [--before ID]`,
    about: 'list accounts, newest first',
    flags: ['search', 'state', 'before', 'limit'],
    read: (words, { search, state, before, limit }) => {
      if (words.length > 0) return 'To find an account, write: users --search TEXT.';
      if (state !== undefined && !states.some((known) => known === state))
        return `--state is one of ${states.join(', ')}.`;
      if (limit !== undefined && !/^[1-9]\d{0,2}$/.test(String(limit)))
        return '--limit is a number from 1 to 200.';
      return { search, state, before, limit };
    },
  },
  show: onAccount('an account: projects, sessions, storage'),
  disable: onAccount('end its sessions and share links, and keep it from signing in'),
  enable: onAccount('let it sign in again'),
  'end-sessions': onAccount('sign it out everywhere'),
  'make-admin': onAccount('make it an admin of the server'),
  'remove-admin': onAccount('take that away; never from the last one'),
  quota: {
    words: 'ACCOUNT SIZE | --project ID SIZE',
    about: 'limit what it may keep: a size such as 20GB, none, or default',
    flags: ['project'],
    read: ([target, size, ...rest], { project }) => {
      if (!target || !size || rest.length > 0) return 'Name an account, or --project and its id, and a size.';
      const bytes = readQuota(size);
      if (bytes === undefined) return `${size} is not a size. Write it like 20GB, or none, or default.`;
      return project ? { project: target, bytes } : { account: target, bytes };
    },
  },
  storage: {
    words: '',
    about: 'what is used, by whom, and what is free',
    read: (words) => (words.length === 0 ? {} : 'storage takes no further words.'),
  },
};

function isCommand(name: string | undefined): name is OperatorCommand {
  return name !== undefined && Object.hasOwn(entries, name);
}

export const usage = [
  'Usage: DATA_DIR=<data folder> npm run server:admin -- COMMAND [--json]',
  '',
  ...Object.entries(entries).map(
    ([name, { words, about }]) => `  ${`${name} ${words}`.trim()}\n      ${about}`,
  ),
].join('\n');

export function parseCommandLine(argv: string[]): ParsedCommandLine {
  const wrong = (message: string): ParsedCommandLine => ({ kind: 'wrong', message });
  let parsed: { positionals: string[]; values: Values };
  try {
    parsed = parseArgs({ args: argv, allowPositionals: true, options });
  } catch (error) {
    // Node adds hints for programmers behind the first sentence.
    return wrong(`${(error as Error).message.split('. ')[0]?.replace(/\.$/, '')}.`);
  }
  const [name, ...words] = parsed.positionals;
  const { json = false, help = false, ...values } = parsed.values;
  if (help || name === 'help') return { kind: 'help' };
  if (!isCommand(name)) {
    const commands = Object.keys(entries).join(', ');
    return wrong(
      name === undefined ? `Name a command: ${commands}.` : `There is no command ${name}: ${commands}.`,
    );
  }
  const { flags = [], read } = entries[name];
  const foreign = Object.keys(values).find((flag) => !flags.some((known) => known === flag));
  if (foreign !== undefined) return wrong(`${name} has no option --${foreign}.`);
  const input = read(words, values);
  return typeof input === 'string'
    ? wrong(input)
    : { kind: 'run', line: { command: name, input, isJson: json === true } };
}
