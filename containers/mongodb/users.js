// Written by `npm run generate`; not edited by hand. The passwords come from environment variables.
const variables = {
  room: 'ROOM_MONGODB_PASSWORD',
  supplies: 'SUPPLIES_MONGODB_PASSWORD',
};
for (const [name, variable] of Object.entries(variables)) {
  const pwd = process.env[variable];
  if (!pwd) throw new Error(`${variable} is not set`);
  db.getSiblingDB(name).createUser({ user: name, pwd, roles: [{ role: 'readWrite', db: name }] });
}
