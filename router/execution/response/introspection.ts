import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { INTROSPECTION_FIELDS } from '../../graphql/selection.ts';
import { variablesIn } from '../../graphql/variables.ts';
import type { CompileOwnField } from './compiler.ts';
import type { ResponseState } from './state.ts';

/** Resolves `__schema` and `__type` from the API schema; a selection without variables is executed once. */
export function compileIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompileOwnField {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);

  return (name, nodes) => {
    if (!INTROSPECTION_FIELDS.has(name)) return undefined;
    const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: nodes };
    const queryWith = (variableDefinitions: readonly VariableDefinitionNode[]): DocumentNode => ({
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: OperationTypeNode.QUERY,
          variableDefinitions,
          selectionSet,
        },
        ...fragments,
      ],
    });
    const used = variablesIn(queryWith([]));
    const { variableDefinitions = [] } = operation;
    const query = queryWith(variableDefinitions.filter(({ variable }) => used.has(variable.name.value)));
    const execute = (response: ResponseState | undefined): string => {
      const { data, errors } = executeSync({
        schema,
        document: query,
        ...(response ? { variableValues: response.execution.variables } : {}),
      });
      if (errors && response) response.execution.errors.push(...errors.map((error) => error.toJSON()));
      return JSON.stringify(data?.[responseName(nodes)] ?? null);
    };
    let known: string | undefined;
    return (response) => {
      if (used.size > 0) return execute(response);
      known ??= execute(undefined);
      return known;
    };
  };
}

function responseName([node]: readonly FieldNode[]): string {
  return (node?.alias ?? node?.name)?.value ?? '';
}
