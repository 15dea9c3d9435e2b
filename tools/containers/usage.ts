import { defineCommand } from '../../platform/config/command-line.ts';

export const CREDENTIALS = defineCommand({
  forms: ['npm run credentials [-- --for kubernetes]'],
  about:
    'Writes what docker-compose.yml needs into .containers: random passwords, keys and tokens, a file for each, and addresses.env with the addresses by which npm start and the other commands use its servers. Only its owner may enter the folder. A folder that exists is kept: the servers know its passwords. CONTAINERS_DIR names another folder.',
  options: {
    for: {
      type: 'choice',
      of: ['compose', 'kubernetes'],
      default: 'compose',
      about: 'what deploys them; for kubernetes they are written into deploy/k8s/secrets/files',
    },
  },
  examples: [
    'npm run credentials && docker compose up --detach --wait',
    'npm run credentials -- --for kubernetes',
  ],
  status: '0 done, 1 there is such a folder, 2 wrong usage',
});
