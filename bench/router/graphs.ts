import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { type DocumentNode, parse } from 'graphql';
import { freePort } from '../../embedded/process/port-allocator.ts';
import type { Process, Workplace } from '../processes.ts';
import { isListening } from '../ready.ts';
import type { StubCounts } from './stub.ts';
import { GRAPHS, type GraphName } from './workloads.ts';

/** The subgraphs of one graph, each in its own process, and their supergraph. */
export type RunningGraph = {
  /** The path of the supergraph's file. */
  readonly supergraph: string;
  readonly urls: Readonly<Record<string, string>>;
  /** Fetches, and distinct callers of the busiest subgraph, since the last call. */
  counts(): Promise<StubCounts>;
};

export type SubgraphSource = { readonly name: string; readonly url: string; readonly typeDefs: DocumentNode };

/** Starts the subgraphs of a graph. They end with the workplace. */
export async function startGraph(
  workplace: Workplace,
  name: GraphName,
  names: readonly string[] = GRAPHS[name].map((each) => each.name),
): Promise<RunningGraph & { readonly sources: readonly SubgraphSource[] }> {
  const stubs: Process[] = [];
  const sources: SubgraphSource[] = [];
  for (const subgraph of GRAPHS[name].filter((each) => names.includes(each.name))) {
    const port = await freePort();
    const stub = workplace.start({ program: 'bench/router/stub.ts', args: [subgraph.name, String(port)] });
    await stub.untilReady(() => isListening(port));
    stubs.push(stub);
    sources.push({
      name: subgraph.name,
      url: `http://127.0.0.1:${port}/graphql`,
      typeDefs: parse(subgraph.sdl),
    });
  }
  return {
    supergraph: await composeToFile(join(workplace.folder, `${name}.graphql`), sources),
    urls: Object.fromEntries(sources.map(({ name: subgraph, url }) => [subgraph, url])),
    sources,
    async counts() {
      const counts = await Promise.all(stubs.map((stub) => stub.ask<StubCounts>('counts')));
      return {
        fetches: counts.reduce((sum, { fetches }) => sum + fetches, 0),
        callers: Math.max(...counts.map(({ callers }) => callers)),
      };
    },
  };
}

/** Writes the supergraph of these subgraphs and returns its path. @throws Error if they do not compose */
export async function composeToFile(file: string, sources: readonly SubgraphSource[]): Promise<string> {
  const { supergraphSdl, errors } = composeServices([...sources]);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  await writeFile(file, supergraphSdl);
  return file;
}
