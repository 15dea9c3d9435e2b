import { type DocumentNode, type InterfaceTypeDefinitionNode, Kind } from 'graphql';
import { argumentValue } from '../../graphql/directives.ts';

/**
 * The interfaces that some subgraph has as an @interfaceObject, and so without their members. The planner fails where one
 * of them comes from there and a fragment is on another abstract type, of which that subgraph knows nothing.
 *
 * @param supergraph as composition wrote it
 */
export function interfaceObjectsOf(supergraph: DocumentNode): ReadonlySet<string> {
  const interfaces = supergraph.definitions.filter(
    (each): each is InterfaceTypeDefinitionNode => each.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  return new Set(interfaces.filter(isObjectSomewhere).map((each) => each.name.value));
}

function isObjectSomewhere({ directives = [] }: InterfaceTypeDefinitionNode): boolean {
  return directives.some((each) => argumentValue(each, 'isInterfaceObject') === true);
}
