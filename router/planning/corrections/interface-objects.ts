import { type DocumentNode, type InterfaceTypeDefinitionNode, Kind } from 'graphql';
import { argumentValue } from '../../graphql/directives.ts';

/**
 * The interfaces that a subgraph has as an @interfaceObject, and therefore without their members. The planner
 * fails when such an interface is fetched from there and a fragment is on another abstract type, which that
 * subgraph does not have.
 *
 * @param supergraph a composed supergraph
 */
export function interfaceObjectsOf(supergraph: DocumentNode): ReadonlySet<string> {
  const interfaces = supergraph.definitions.filter(
    (each): each is InterfaceTypeDefinitionNode => each.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  return new Set(interfaces.filter(isInterfaceObject).map((each) => each.name.value));
}

function isInterfaceObject({ directives = [] }: InterfaceTypeDefinitionNode): boolean {
  return directives.some((each) => argumentValue(each, 'isInterfaceObject') === true);
}
