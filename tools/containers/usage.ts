import { defineCommand } from '../../platform/config/command-line.ts';

export const CREDENTIALS = defineCommand({
  forms: ['npm run credentials'],
  about:
    'Writes what docker-compose.yml needs into .containers: random passwords, keys and tokens, a file for each, and addresses.env with the addresses by which npm start and the other commands use its servers. Only its owner may enter the folder. A folder that exists is kept: the servers know its passwords. CONTAINERS_DIR names another folder.',
  examples: ['npm run credentials && docker compose up --detach --wait'],
  status: '0 done, 1 there is such a folder, 2 wrong usage',
});
