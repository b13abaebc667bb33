import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

/** A form's text fields and its one file, as `receive` returned it. */
export type Form<Received> = { fields: Map<string, string>; file: Received; filename: string };

type FormOptions<Received> = {
  /** The name of the form's only file field. */
  fileField: string;
  /**
   * Receives the file while it arrives. `fields` has the fields that came before it. A failure ends the form without
   * reading the rest.
   */
  receive(stream: Readable, fields: ReadonlyMap<string, string>): Promise<Outcome<Received>>;
  /** Called with the result of `receive` if the form turns out to be invalid. */
  discard(received: Received): Promise<void>;
};

/**
 * Reads a multipart/form-data request (RFC 7578) without holding its file in memory. Fields may come before and after
 * the file. Anything else is `invalid`, and so is a form that breaks off.
 */
export async function receiveForm<Received>(
  request: Request,
  { fileField, receive, discard }: FormOptions<Received>,
): Promise<Outcome<Form<Received>>> {
  const fields = new Map<string, string>();
  let filename = '';
  let receiving: Promise<Outcome<Received>> | undefined;
  const parser = openParser(request);
  // The request may have ended before anyone listened, and doesn't announce that twice.
  if (request.destroyed && !request.complete) return invalid('The form broke off.');
  if (!parser) return invalid('The request isn’t multipart/form-data.');

  const refusal = await new Promise<Failure | null>((resolve, reject) => {
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (nameTruncated || valueTruncated) resolve(invalid(`${name.slice(0, 50)}: is too long.`));
      fields.set(name, value);
    });
    parser.on('file', (name, stream, info) => {
      // The reader of the stream gets the error too; until there is one, it would count as unhandled.
      stream.on('error', () => {});
      if (name !== fileField || receiving) {
        stream.resume();
        return resolve(invalid(`${fileField}: the form must have one file of this name.`));
      }
      filename = info.filename ?? '';
      receiving = receive(stream, fields).catch((error) => {
        // If the stream itself failed, the form is at fault, else the server.
        if (stream.errored) return invalid('The form broke off.');
        throw error;
      });
      receiving.then((received) => !received.ok && resolve(received), reject);
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => resolve(invalid('The form has too many parts.')));
    }
    parser.on('error', () => resolve(invalid('The form is damaged or broke off.')));
    parser.on('close', () => resolve(null));
    request.on('close', () => {
      if (!request.complete) parser.destroy(new Error('The connection was lost.'));
    });
    request.pipe(parser);
  });
  if (refusal) {
    request.unpipe(parser);
    parser.destroy();
    // Node reads and drops the rest, so that the sender gets to read the answer.
    request.resume();
  }

  const received = await receiving;
  if (received?.ok && !refusal) return { ok: true, data: { fields, file: received.data, filename } };
  if (received?.ok) await discard(received.data);
  return refusal ?? (received?.ok === false ? received : invalid(`${fileField}: is missing.`));
}

function openParser(request: Request): busboy.Busboy | null {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 2, fields: 20, parts: 30, fieldNameSize: 100, fieldSize: 64 * 1024 },
    });
  } catch {
    // busboy throws if the content type is missing or different, or has no boundary.
    return null;
  }
}

function invalid(message: string): Failure {
  return failure('invalid', message);
}
