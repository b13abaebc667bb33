import {
  type ColumnDefinitionNode,
  type DataTypeNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  sql,
} from 'kysely';

/** SQLite's integers have 64 bits and its reals are double; it compares texts by their bytes. */
const types: { [Type in DataTypeNode['dataType']]?: string } = {
  integer: 'bigint',
  real: 'double precision',
  blob: 'bytea',
  text: 'text collate "C"',
};

class ColumnTypes extends OperationNodeTransformer {
  protected override transformColumnDefinition(node: ColumnDefinitionNode): ColumnDefinitionNode {
    return super.transformColumnDefinition({ ...node, dataType: typeOf(node.dataType) });
  }
}

function typeOf(node: OperationNode): OperationNode {
  const type = node.kind === 'DataTypeNode' ? types[(node as DataTypeNode).dataType] : undefined;
  return type ? sql.raw(type).toOperationNode() : node;
}

/** Gives the columns of migrations, which are written for SQLite, the types of PostgreSQL that hold the same. */
export const columnTypes: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => new ColumnTypes().transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};
