import { defineCommand } from '../../platform/config/command-line.ts';

export const CONTAINERS_TEST = defineCommand({
  forms: ['npm run test:containers -- [options]'],
  about:
    'Builds the image and runs docker-compose.yml beside whatever else runs: waits until all containers are healthy, plays the demo, kills a container, plays it again, and stops everything in order. It needs a container engine with Docker Compose, and removes the containers, volumes, networks and images that it has made. It prints what it measures.',
  options: {
    'stand-ins': {
      type: 'switch',
      about: 'takes the servers of npm start even if the images of the servers can be pulled',
    },
    keep: { type: 'switch', about: 'keeps the images for the next run' },
  },
  notes: ['Without a network, the image node:24-bookworm-slim has to be there.'],
  examples: ['npm run test:containers'],
  status:
    '0 everything went as expected, 1 something did not, or there is no container engine, 2 wrong usage',
});
