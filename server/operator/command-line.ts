import { parseArgs } from 'node:util';
import {
  accountStateSchema,
  type OperatorCommand,
  registrationModeSchema,
} from '../../protocol/wire/operator.ts';
import { type AuditFormat, auditFormats } from '../audit/export-entries.ts';
import { readQuota } from './read-size.ts';

/** A command as it was typed. `isJson`: the answer is for a script. */
export type CommandLine = {
  command: OperatorCommand;
  input: Record<string, unknown>;
  isJson: boolean;
  /** Everything that matches, in this format. */
  exportAs: AuditFormat | null;
};

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
  person: { type: 'string' },
  kind: { type: 'string' },
  address: { type: 'string' },
  'project-id': { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  export: { type: 'string' },
} as const;

const one =
  (name: string, field = 'account'): ReadInput =>
  ([word, ...rest]) =>
    word && rest.length === 0 ? { [field]: word } : `Name ${name}.`;

const oneAccount = one('one account by its email or id');
const onAccount = (about: string): Entry => ({ words: 'ACCOUNT', about, read: oneAccount });
function isFormat(text: unknown): text is AuditFormat {
  return auditFormats.some((known) => known === text);
}

const noWords: ReadInput = (words) => (words.length === 0 ? {} : 'This command takes no further words.');
const modes = registrationModeSchema.options;
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
  delete: onAccount('delete it for good, as its owner would; refused while it owns a project with others'),
  'end-sessions': onAccount('sign it out everywhere'),
  'reset-password': onAccount('print a link to choose a new password, which works once within an hour'),
  'remove-second-factor': onAccount('turn its second factor off, for someone who lost it'),
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
  registration: {
    words: `[${modes.join('|')}]`,
    about: 'who may make an account: everyone, those with an invitation, or only those whom you invite',
    read: noWords,
  },
  'set-registration': {
    words: '',
    about: '',
    read: ([mode, ...rest]) =>
      modes.some((known) => known === mode) && rest.length === 0
        ? { mode }
        : `Name one of ${modes.join(', ')}.`,
  },
  invite: {
    words: 'EMAIL',
    about: 'allow an address to make an account; prints the link, and mails it if mail is set up',
    read: one('one email', 'email'),
  },
  invitations: { words: '', about: 'list open invitations to make an account', read: noWords },
  withdraw: { words: 'ID', about: 'end such an invitation', read: one('one invitation by its id', 'id') },
  announcement: { words: '', about: 'the announcement that everybody is shown', read: noWords },
  announce: {
    words: 'TEXT [--until TIME]',
    about: 'show it to everybody who is signed in; until a day or a moment like 2026-03-01T18:00:00Z',
    flags: ['until'],
    read: ([text, ...rest], { until }) =>
      text && rest.length === 0 ? { text, endsAt: until ?? null } : 'Put the text between quotation marks.',
  },
  'end-announcement': { words: '', about: 'take it back', read: noWords },
  audit: {
    words:
      '[--person ACCOUNT] [--kind KIND] [--address IP] [--project-id ID] [--from DAY] [--until DAY] [--limit N] [--before N] [--export csv|jsonl]',
    about: 'the audit log, newest first; with --export all of it that matches',
    flags: ['person', 'kind', 'address', 'project-id', 'from', 'until', 'limit', 'before', 'export'],
    read: (words, { 'project-id': projectId, export: format, ...filter }) => {
      if (words.length > 0) return 'To find the acts of an account, write: audit --person ACCOUNT.';
      if (format !== undefined && !isFormat(format)) return `--export is one of ${auditFormats.join(', ')}.`;
      return { ...filter, projectId };
    },
  },
  storage: {
    words: '',
    about: 'what is used, by whom, and what is free',
    read: noWords,
  },
};

/** Commands that change, with a further word, what they show without one. */
const setters: Partial<Record<OperatorCommand, OperatorCommand>> = { registration: 'set-registration' };

function isCommand(name: string | undefined): name is OperatorCommand {
  return name !== undefined && Object.hasOwn(entries, name) && !Object.values<string>(setters).includes(name);
}

export const usage = [
  'Usage: DATA_DIR=<data folder> npm run server:admin -- COMMAND [--json]',
  '',
  ...Object.entries(entries)
    .filter(([name]) => isCommand(name))
    .map(([name, { words, about }]) => `  ${`${name} ${words}`.trim()}\n      ${about}`),
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
    const commands = Object.keys(entries).filter(isCommand).join(', ');
    return wrong(
      name === undefined ? `Name a command: ${commands}.` : `There is no command ${name}: ${commands}.`,
    );
  }
  const command = (words.length > 0 && setters[name]) || name;
  const { flags = [], read } = entries[command];
  const foreign = Object.keys(values).find((flag) => !flags.some((known) => known === flag));
  if (foreign !== undefined) return wrong(`${name} has no option --${foreign}.`);
  const input = read(words, values);
  return typeof input === 'string'
    ? wrong(input)
    : {
        kind: 'run',
        line: {
          command,
          input,
          isJson: json === true,
          exportAs: isFormat(values.export) ? values.export : null,
        },
      };
}
