import type { Failure } from '../../../protocol/wire/error.ts';
import { bindingsText } from '../../text/bounces.ts';
import type { PipelineRefusal } from '../pipeline.ts';
import type { BindingRow } from '../store/binding-table.ts';

export const noFolder = (folder: string) => refuse('invalid', bindingsText.notReadable(folder));

export const alreadyBound = ({ folder }: BindingRow) => refuse('conflict', bindingsText.alreadyBound(folder));

export const noBinding = () => refuse('not-found', bindingsText.notBound);

function refuse(kind: PipelineRefusal, message: string): Failure<PipelineRefusal> {
  return { ok: false, kind, message };
}
