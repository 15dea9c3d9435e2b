import type { FetchNode, PlanNode, QueryPlanSelectionNode, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, print, type SelectionSetNode } from 'graphql';

type Lines = readonly string[];

/**
 * A plan as indented text: its fetches in the order in which they run, each with its subgraph and its
 * selections. A fetch of entities tells to which places of the response it belongs, and by which fields it
 * names them.
 */
export function printPlan(node: PlanNode | SubscriptionNode | undefined): string {
  return (
    node === undefined ? ['Nothing is fetched: the router answers this alone.'] : linesOf(node, '')
  ).join('\n');
}

/** @param place where in the response the fetches below belong, such as ` for rooms.@` */
function linesOf(node: PlanNode | SubscriptionNode, place: string): Lines {
  switch (node.kind) {
    case 'Fetch':
      return fetchLines(node, place);
    case 'Flatten':
      return linesOf(node.node, `${place === '' ? ' for ' : `${place}.`}${node.path.join('.')}`);
    case 'Sequence':
      return groupLines('In sequence:', node.nodes, place);
    case 'Parallel':
      return groupLines('In parallel:', node.nodes, place);
    case 'Condition':
      return [
        ...branchLines(`If $${node.condition}:`, node.ifClause, place),
        ...branchLines(`If not $${node.condition}:`, node.elseClause, place),
      ];
    case 'Subscription':
      return [
        'From each event:',
        ...indent(selectionLines(node.primary)),
        ...(node.rest ? ['For each event:', ...indent(linesOf(node.rest, place))] : []),
      ];
    case 'Defer':
      return ['Deferred'];
    default:
      return node satisfies never;
  }
}

function groupLines(title: string, nodes: readonly PlanNode[], place: string): Lines {
  const [only] = nodes;
  if (only && nodes.length === 1) return linesOf(only, place);
  return [title, ...nodes.flatMap((each) => indent(linesOf(each, place)))];
}

function branchLines(title: string, node: PlanNode | undefined, place: string): Lines {
  return node ? [title, ...indent(linesOf(node, place))] : [];
}

function fetchLines(fetch: FetchNode, place: string): Lines {
  const kind = fetch.operationKind === 'query' ? 'Fetch' : 'Mutate';
  const { requires = [] } = fetch;
  return [
    `${kind} from ${fetch.serviceName}${place}`,
    ...indent(requires.map((entity) => `by ${printSelection(entity)}`)),
    ...indent(selectionLines(fetch)),
  ];
}

function printSelection(selection: QueryPlanSelectionNode): string {
  const below = selection.selections ? ` { ${selection.selections.map(printSelection).join(' ')} }` : '';
  if (selection.kind === 'Field') return `${selection.name}${below}`;
  return `${selection.typeCondition ?? '...'}${below}`;
}

/** What is selected: of entities what is selected of each, without the field `_entities` around it. */
function selectionLines(fetch: FetchNode): Lines {
  const document = parse(fetch.operation, { noLocation: true });
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const [first] = operation?.selectionSet.selections ?? [];
  const ofEntities: SelectionSetNode | undefined =
    fetch.requires && first?.kind === Kind.FIELD ? first.selectionSet : undefined;
  const selectionSet = ofEntities ?? operation?.selectionSet;
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return [...(selectionSet ? [selectionSet] : []), ...fragments].flatMap((each) => print(each).split('\n'));
}

function indent(lines: Lines): Lines {
  return lines.map((line) => `  ${line}`);
}
