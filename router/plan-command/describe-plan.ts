import {
  buildASTSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { type CoerceVariables, compileCoercion } from '../graphql/coercion.ts';
import { parseDocument } from '../graphql/validation.ts';
import type { Variables } from '../graphql/variables.ts';
import { createCostReader } from '../limits/cost.ts';
import type { CostExpression } from '../limits/cost-directives.ts';
import { limitErrors, measure, tooCostly } from '../limits/document-limits.ts';
import type { OperationSettings } from '../operations/operations.ts';
import { createFieldAliases, reservedFieldNames } from '../planning/field-aliases.ts';
import { planOperation } from '../planning/plan.ts';
import { createPlanner, overrideLabels } from '../planning/planner.ts';
import { printPlan } from '../planning/print-plan.ts';
import type { Condition } from '../subscriptions/conditions.ts';
import { type LiveField, readLiveFields } from '../subscriptions/live-directive.ts';
import type { Owner } from '../subscriptions/owners.ts';

/** What stands in the way of a plan, for the person at the terminal. */
export class CannotPlan extends Error {
  override readonly name = 'CannotPlan';
}

export type PlanRequest = {
  readonly supergraphSdl: string;
  /** The document. */
  readonly text: string;
  /** Named in the positions of errors. */
  readonly file: string;
  /** The operation to plan; the document's only one without it. */
  readonly operation: string | undefined;
  readonly variables: Variables | undefined;
  readonly settings: Pick<OperationSettings, 'costLimit' | 'documents'>;
};

/** Describes how an operation runs. @throws CannotPlan with the reason when it cannot run. */
export function describePlan(request: PlanRequest): string {
  const { supergraphSdl, settings } = request;
  const supergraph = parse(supergraphSdl);
  const supergraphSchema = buildASTSchema(supergraph, { assumeValid: true, assumeValidSDL: true });
  const labels = overrideLabels(supergraph);
  const planner = createPlanner(supergraphSdl)(
    new Map([...labels].map(([label, part]) => [label, part >= 1])),
  );
  const apiSchema = planner.api.toGraphQLJSSchema();
  const document = readDocument(request, apiSchema);
  const operation = findOperation(document, request.operation);
  const plan = planOperation(
    planner,
    apiSchema,
    document,
    operation,
    createFieldAliases(reservedFieldNames(supergraphSchema)),
  );
  if (plan instanceof GraphQLError) throw new CannotPlan(plan.message);

  const { cost, errors } = createCostReader(supergraphSchema, settings.documents)(document, operation);
  const limits = [...limitErrors(measure(document, operation), settings.documents.limits), ...errors];
  const [rootField] = operation.selectionSet.selections;
  const live =
    plan.node?.kind === 'Subscription' && rootField?.kind === Kind.FIELD
      ? readLiveFields(supergraphSchema).get(rootField.name.value)
      : undefined;
  const drawn = [...labels].filter(([, part]) => part > 0 && part < 1).map(([label]) => label);
  return [
    `${operation.operation} ${operation.name?.value ?? '(anonymous)'}`,
    describeCost(request, cost, compileCoercion(apiSchema, document, operation)),
    ...limits.map(({ message }) => `The router rejects it: ${message}`),
    ...(drawn.length > 0
      ? [`Planned without the @override labels ${drawn.join(', ')}, which requests draw.`]
      : []),
    '',
    ...(live ? [...describeLive(live), ''] : []),
    printPlan(plan.node),
  ].join('\n');
}

function readDocument({ text, file }: PlanRequest, apiSchema: GraphQLSchema): DocumentNode {
  const { document, errors } = parseDocument(apiSchema, text);
  if (errors) throw invalid(file, errors);
  return document;
}

function invalid(file: string, errors: readonly GraphQLError[]): CannotPlan {
  return new CannotPlan(
    errors
      .map(({ message, locations }) => {
        const [at] = locations ?? [];
        return `${file}${at ? `:${at.line}:${at.column}` : ''}: ${message}`;
      })
      .join('\n'),
  );
}

function findOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const [only] = name === undefined ? operations : operations.filter((each) => each.name?.value === name);
  if (only && (name !== undefined || operations.length === 1)) return only;
  const names = operations.map((each) => each.name?.value ?? '(anonymous)').join(', ');
  const found = names === '' ? 'The document has no operation' : `The document has ${names}`;
  throw new CannotPlan(
    name === undefined ? `${found}: choose one with --operation.` : `${found}, but no ${name}.`,
  );
}

function describeCost(
  { variables, settings }: PlanRequest,
  cost: CostExpression,
  coerce: CoerceVariables,
): string {
  const allowed = `${settings.costLimit} allowed`;
  if (typeof cost === 'number') return costLine(cost);
  const coerced = coerce(variables);
  if (coerced.kind === 'coerced') return costLine(cost(coerced.values));
  if (variables === undefined) return `estimated cost: depends on the variables (--variables), ${allowed}`;
  throw new CannotPlan(coerced.errors.map(({ message }) => message).join('\n'));

  function costLine(value: number): string {
    const line = `estimated cost: ${value}, ${allowed}`;
    return value > settings.costLimit
      ? `${line}\nThe router rejects it: ${tooCostly(value, settings.costLimit).message}`
      : line;
  }
}

function describeLive(field: LiveField): readonly string[] {
  const { stream, subjects, ends, aliases, owners, scopes, where, snapshot, slow } = field;
  const callers = [
    ...owners.map(describeOwner),
    ...(scopes.length > 0 ? [`callers with the scope ${scopes.join(' or ')}`] : []),
  ];
  return [
    `Follows the stream ${stream}:`,
    ...subjects.map((subject) => `  ${subject}`),
    ...(snapshot ? ['Begins with a snapshot of the present state.'] : []),
    ...(ends.length > 0 ? [`Without what was ended by ${ends.join(', ')}.`] : []),
    ...aliases.map(({ field: to, source }) => `Takes ${to.join('.')} from ${source.join('.')}.`),
    ...(owners.length > 0 ? [`Only for ${callers.join(', or ')}.`] : []),
    ...where.map((condition) => `Only events with ${describeCondition(condition)}.`),
    `A slow subscriber: ${slow}.`,
  ];
}

function describeOwner({ path, scope }: Owner): string {
  const caller = `the caller whose subject is ${path.join('.')}`;
  return scope === undefined ? caller : `${caller} and who has the scope ${scope}`;
}

function describeCondition({ path, negated, operand }: Condition): string {
  const sign = negated ? '!=' : '=';
  switch (operand.kind) {
    case 'argument':
      return `${path.join('.')} ${sign} {args.${operand.name}}`;
    case 'identity':
      return `${path.join('.')} ${sign} {identity.subject}`;
    case 'literal':
      return `${path.join('.')} ${sign} ${JSON.stringify(operand.value)}`;
    default:
      return operand satisfies never;
  }
}
