// Written by `npm run generate`; not edited by hand. The passwords come from secrets.
const { readFileSync } = require('node:fs');

const files = {
  room: '/run/secrets/room_mongodb_password',
  supplies: '/run/secrets/supplies_mongodb_password',
};
for (const [name, file] of Object.entries(files)) {
  const pwd = readFileSync(file, 'utf8').trim();
  if (!pwd) throw new Error(`${file} is empty`);
  db.getSiblingDB(name).createUser({ user: name, pwd, roles: [{ role: 'readWrite', db: name }] });
}
