import { basename, relative, sep } from 'node:path';
import type { Environment } from '../../../common/environment.ts';
import type { FolderRule } from '../../../protocol/ipc/binding.ts';
import type { BouncePipeline } from '../pipeline.ts';
import type { BindingRow } from '../store/binding-table.ts';
import type { Store } from '../store/open-store.ts';
import type { KnownBounces } from '../transfers/known-bounces.ts';
import { readBounceName } from '../transfers/routing.ts';
import type { BindingList } from './binding-list.ts';
import { noBinding } from './binding-refusals.ts';

export type BindingRules = Pick<BouncePipeline, 'addRule' | 'removeRule' | 'previewRule'>;

const previewedNames = 20;

/** The rules that a folder has learnt about the names in it. */
export function createBindingRules(dependencies: {
  store: Pick<Store, 'knownFiles'>;
  bindings: BindingList;
  known: Pick<KnownBounces, 'reroutePending'>;
  environment: Pick<Environment, 'newId'>;
}): BindingRules {
  const { store, bindings, known, environment } = dependencies;

  function change(
    id: string,
    next: (rules: FolderRule[]) => FolderRule[],
  ): ReturnType<BindingRules['addRule']> {
    const row = bindings.find(id);
    if (!row) return noBinding();
    const changed = { ...row, rules: next(row.rules) };
    bindings.update(changed, () => {});
    known.reroutePending(id);
    bindings.changed();
    return { ok: true, data: bindings.toBinding(changed) };
  }

  return {
    addRule: (id, rule) =>
      change(id, (rules) =>
        rules.some((own) => isSame(own.rule, rule)) ? rules : [...rules, { id: environment.newId(), rule }],
      ),
    removeRule: (id, ruleId) => change(id, (rules) => rules.filter((rule) => rule.id !== ruleId)),
    previewRule(id, rule) {
      const row = bindings.find(id);
      if (!row) return noBinding();
      const after = { ...row, rules: [...row.rules, { id: 'preview', rule }] };
      const paths = store.knownFiles.listNewest(id, previewedNames);
      return {
        ok: true,
        data: paths.map((path) => ({
          name: basename(path),
          before: readShown(row, path),
          after: readShown(after, path),
        })),
      };
    },
  };
}

function readShown(row: BindingRow, path: string) {
  const folders = relative(row.folder, path).split(sep).slice(0, -1);
  const song = readBounceName(row, basename(path), folders);
  return song && { title: song.title, alternate: song.alternate, label: song.label };
}

const isSame = (one: FolderRule['rule'], other: FolderRule['rule']) =>
  JSON.stringify(one) === JSON.stringify(other);
