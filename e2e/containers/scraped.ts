import { z } from 'zod';
import { ROUTER } from '../../embedded/launcher/services.ts';
import { docker } from './docker.ts';

const answer = z.object({
  data: z.object({ activeTargets: z.array(z.object({ scrapeUrl: z.string(), health: z.string() })) }),
});

/** What Prometheus reads, asked from the router's container, as its own has no program for that. */
export async function scrapedTargets(env: Readonly<Record<string, string>>) {
  const program =
    "fetch('http://prometheus:9090/api/v1/targets').then((got) => got.text()).then(console.log, console.log)";
  const text = await docker(['compose', 'exec', '-T', ROUTER.name, 'node', '--eval', program], { env });
  return answer.parse(JSON.parse(text)).data.activeTargets;
}
