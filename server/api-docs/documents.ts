import { describeEvents } from './asyncapi.ts';
import { describeHttp } from './openapi.ts';

/** Both documents by their file names, indented, with a newline at the end. */
export function makeDocuments(): Record<'openapi.json' | 'asyncapi.json', string> {
  const write = (document: unknown) => `${JSON.stringify(document, null, 2)}\n`;
  return { 'openapi.json': write(describeHttp()), 'asyncapi.json': write(describeEvents()) };
}
