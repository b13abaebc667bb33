import type { Failure } from '../../protocol/wire/error.ts';
import type { PipelineRefusal } from './pipeline.ts';
import type { BindingRow } from './store/binding-table.ts';

export const noFolder = (folder: string) => refuse('invalid', `${folder} is not a folder that can be read.`);

export const alreadyBound = ({ folder }: BindingRow) =>
  refuse('conflict', `${folder} is already bound to this project.`);

export const noBinding = () => refuse('not-found', 'This folder is not bound any more.');

function refuse(kind: PipelineRefusal, message: string): Failure<PipelineRefusal> {
  return { ok: false, kind, message };
}
