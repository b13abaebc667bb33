import type { Names } from '../../commands/descriptor.ts';
import { descriptorOf } from '../../commands/descriptors.ts';
import { type CommandKind, commandSchemas } from '../../protocol/wire/command.ts';

/** Returns each field's own name as its value, so that a descriptor's functions say which fields they use. */
const fieldNames = new Proxy({}, { get: (_target, field) => `‹${String(field)}›` });

const names: Names = {
  project: (id) => id,
  vibe: (id) => id,
  cut: (id) => id,
  file: (id) => id,
  member: (id) => id,
};

const intro = `# Commands

\`npm run docs:api\` writes this page from the schemas in \`protocol/wire/command.ts\` and the descriptors in \`commands/\`. \`‹field›\` stands for a field of the payload, or for the name of the thing it identifies.

| kind | payload | kept in order with | sentence | can be edited while pending | where a refusal shows |
|---|---|---|---|---|---|
`;

/** \`docs/api/commands.md\`: every kind of command as the client knows it. */
export function describeCommands(): string {
  const rows = (Object.keys(commandSchemas) as CommandKind[]).map(
    (kind) => `| ${cellsOf(kind).join(' | ')} |`,
  );
  return `${intro}${rows.join('\n')}\n`;
}

function cellsOf(kind: CommandKind): string[] {
  const { orderedWith, sentence, editable, place, readMark, creates } = descriptorOf(kind);
  const payload = fieldNames as never;
  const fields = Object.entries(commandSchemas[kind].payload.shape).map(([field, schema]) =>
    schema.safeParse(undefined).success ? `${field}?` : field,
  );
  return [
    `\`${kind}\`${creates ? ' (creates)' : ''}`,
    fields.map((field) => `\`${field}\``).join(', '),
    orderOf(orderedWith, payload),
    readMark ? 'not listed: a read mark' : sentence(payload, names),
    editable ? `\`${editable.field}\`` : '–',
    place ? place(payload).kind : '–',
  ];
}

function orderOf(orderedWith: ReturnType<typeof descriptorOf>['orderedWith'], payload: never): string {
  if (typeof orderedWith === 'string')
    return orderedWith === 'chat' ? 'the person’s chat' : 'the person’s own';
  return 'project' in orderedWith
    ? `the project ${orderedWith.project(payload)}`
    : `the project of ${orderedWith.projectOf(payload)}`;
}
