import { join, resolve } from 'node:path';
import { PROJECT_ROOT } from '../../embedded/paths.ts';
import { runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { createCredentials } from './credentials.ts';
import { createKubernetesCredentials, FOREIGN_FILES } from './kubernetes-credentials.ts';
import { CREDENTIALS } from './usage.ts';
import { CREDENTIALS_FOLDER, writeCredentials } from './write-credentials.ts';

const COMPOSE = {
  folder: environment.CONTAINERS_DIR || '.containers',
  create: createCredentials,
  next: 'docker compose up --detach --wait',
};
const KUBERNETES_FOLDER = 'deploy/k8s/secrets/files';
const KUBERNETES = {
  folder: KUBERNETES_FOLDER,
  create: createKubernetesCredentials,
  next: `write ${FOREIGN_FILES.join(', ')} into ${join(KUBERNETES_FOLDER, CREDENTIALS_FOLDER.secrets)}`,
};

process.exitCode = await runCommand(CREDENTIALS, process.argv.slice(2), async ({ values }) => {
  const { folder, create, next } = values.for === 'kubernetes' ? KUBERNETES : COMPOSE;
  if (await writeCredentials(resolve(PROJECT_ROOT, folder), create)) {
    console.log(`Written to ${folder}. Next: ${next}`);
    return 0;
  }
  console.error(`${folder} is there already, and is kept: the servers know its passwords.`);
  return 1;
});
