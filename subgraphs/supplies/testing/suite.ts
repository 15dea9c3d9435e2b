import { beforeAll, beforeEach } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { createFixture, type SuppliesFixture } from './fixture.ts';
import { type Graph, serveGraph } from './graph.ts';

type Service = { readonly fixture: SuppliesFixture; readonly graph: Graph };

/** For a file of tests: the service's own server over a database of its own. */
export function useService(): Service {
  let fixture: SuppliesFixture;
  let graph: Graph;
  beforeAll(async () => {
    fixture = await createFixture();
    graph = await serveGraph(fixture);
    return async () => {
      await graph.close();
      await fixture[Symbol.asyncDispose]();
    };
  });
  return {
    get fixture() {
      return fixture;
    },
    get graph() {
      return graph;
    },
  };
}

/** For a file of tests: each has a room with eight chairs. */
export function useStockedRoom(service: Service): { readonly id: string } {
  let id: string;
  beforeEach(async () => {
    id = newId();
    await service.fixture.registerRoom(id, [{ name: 'Chair', quantity: 8 }]);
  });
  return {
    get id() {
      return id;
    },
  };
}
