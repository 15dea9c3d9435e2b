import { defineCommand } from '../../platform/config/command-line.ts';

export const CREDENTIALS = defineCommand({
  forms: ['npm run credentials'],
  about:
    'Writes .env with new random passwords for the containers of docker-compose.yml, and with the addresses by which npm start uses them. Only its owner may read it. A file that exists is kept: the containers know its passwords.',
  examples: ['npm run credentials && docker compose up --detach --wait'],
  status: '0 done, 1 there is such a file, 2 wrong usage',
});
