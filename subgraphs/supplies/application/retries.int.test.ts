import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { newId } from '../../../platform/identifiers.ts';
import { roomStockDecider } from '../domain/room-stock-decide.ts';
import { createFixture, HOST, type SuppliesFixture } from '../testing/fixture.ts';
import { createAddSupply } from './add-supply.ts';
import { createChangeStock } from './change-stock.ts';
import type { RoomStockStore } from './ports.ts';
import { createUpdateSupply } from './update-supply.ts';

const clock = () => new Date().toISOString();
const cause = { correlationId: 'story', causationId: 'request' };
/** Who sends the commands, and what they have in common. */
const sender = { cause, actor: { subject: HOST, manages: 'OWN' } } as const;

let fixture: SuppliesFixture;
let roomId: string;
let chairs: string;

beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());
/** Each test has a room with eight chairs. */
beforeEach(async () => {
  roomId = newId();
  await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 8 }]);
  chairs = (await fixture.suppliesOf(roomId))[0]?.id ?? '';
});

/** The first attempt at a command and its retry. */
function attempts(): { readonly first: Attempt; readonly second: Attempt } {
  const commandId = newId();
  return { first: { commandId, isRetry: false }, second: { commandId, isRetry: true } };
}

async function quantities(): Promise<readonly number[]> {
  return (await fixture.suppliesOf(roomId)).map(({ quantity }) => quantity);
}

/** The store as an attempt sees it that has read this stock earlier and decides now. */
async function readBefore(): Promise<RoomStockStore> {
  const { stocks } = fixture.services;
  const before = await stocks.load(roomId);
  let decided = false;
  return {
    ...stocks,
    load: (id) => (decided ? stocks.load(id) : Promise.resolve(before)),
    append(append) {
      decided = true;
      return stocks.append(append);
    },
  };
}

function changeStockIn(stocks: RoomStockStore) {
  return createChangeStock({ handleRoomStock: createCommandHandler(stocks, roomStockDecider), stocks });
}

describe('two concurrent attempts at a command', () => {
  test('return the supply that one of them added', async () => {
    const { first, second } = attempts();
    const stocks = await readBefore();
    const addLate = createAddSupply({ changeStock: changeStockIn(stocks), stocks, clock });
    const markers = { roomId, name: 'Marker', quantity: 4, ...sender };
    const added = await fixture.services.addSupply({ attempt: first, ...markers });
    expect(await addLate({ attempt: second, ...markers })).toEqual(added);
    expect(await quantities()).toEqual([8, 4]);
  });

  test('return the supply as one of them changed it', async () => {
    const { first, second } = attempts();
    const { queries, updateSupply } = fixture.services;
    const updateLate = createUpdateSupply({ changeStock: changeStockIn(await readBefore()), queries, clock });
    const fewer = { id: chairs, quantity: 1, ...sender };
    const updated = await updateSupply({ attempt: first, ...fewer });
    expect(await updateLate({ attempt: second, ...fewer })).toEqual(updated);
  });
});

describe('the first attempt at a command whose second one was faster', () => {
  test('has added, also when another supply has the name now', async () => {
    const { first, second } = attempts();
    const { addSupply, updateSupply } = fixture.services;
    const markers = { roomId, name: 'Marker', quantity: 4, ...sender };
    await addSupply({ attempt: second, ...markers });
    await updateSupply({ attempt: attempts().first, id: second.commandId, name: 'Pen', ...sender });
    await addSupply({ attempt: attempts().first, ...markers });
    expect(await addSupply({ attempt: first, ...markers })).toMatchObject({
      kind: 'AddSupplySuccess',
      supply: { id: second.commandId, name: 'Pen' },
    });
    expect(await quantities()).toEqual([8, 4, 4]);
  });

  test('does not restore a supply that was removed since, although another one has its name', async () => {
    const { first, second } = attempts();
    const { addSupply, removeSupply } = fixture.services;
    const markers = { roomId, name: 'Marker', quantity: 4, ...sender };
    await addSupply({ attempt: second, ...markers });
    await removeSupply({ attempt: attempts().first, id: second.commandId, ...sender });
    await addSupply({ attempt: attempts().first, ...markers });
    expect(await addSupply({ attempt: first, ...markers })).toEqual({
      kind: 'NotFound',
      missingId: second.commandId,
    });
  });

  test('has changed, also when another supply has the name now', async () => {
    const { first, second } = attempts();
    const { addSupply, updateSupply } = fixture.services;
    const stool = { id: chairs, name: 'Stool', ...sender };
    await updateSupply({ attempt: second, ...stool });
    await updateSupply({ attempt: attempts().first, id: chairs, name: 'Seat', ...sender });
    await addSupply({ attempt: attempts().first, roomId, name: 'Stool', quantity: 2, ...sender });
    expect(await updateSupply({ attempt: first, ...stool })).toMatchObject({
      kind: 'UpdateSupplySuccess',
      supply: { id: chairs, name: 'Seat' },
    });
  });

  test.each(['waiting', 'published'])('has removed (the event is %s)', async (place) => {
    const { first, second } = attempts();
    const { removeSupply } = fixture.services;
    const removed = await removeSupply({ attempt: second, id: chairs, ...sender });
    if (place === 'published') await fixture.publish();
    expect(await removeSupply({ attempt: first, id: chairs, ...sender })).toEqual(removed);
    expect(removed).toMatchObject({ kind: 'RemoveSupplySuccess' });
  });
});

describe('the retry of a command whose first attempt was cut off', () => {
  test.each(['waiting', 'published'])('adds nothing a second time (its event is %s)', async (place) => {
    const { first, second } = attempts();
    const markers = { roomId, name: 'Marker', quantity: 4, ...sender };
    const added = await fixture.services.addSupply({ attempt: first, ...markers });
    if (place === 'published') await fixture.publish();
    expect(await fixture.services.addSupply({ attempt: second, ...markers })).toEqual(added);
    expect(await quantities()).toEqual([8, 4]);
  });

  test('does not restore what was removed since', async () => {
    const { first, second } = attempts();
    const markers = { roomId, name: 'Marker', quantity: 4, ...sender };
    await fixture.services.addSupply({ attempt: first, ...markers });
    await fixture.services.removeSupply({ attempt: attempts().first, id: first.commandId, ...sender });
    expect(await fixture.services.addSupply({ attempt: second, ...markers })).toEqual({
      kind: 'NotFound',
      missingId: first.commandId,
    });
    expect(await quantities()).toEqual([8]);
  });

  test('does not undo later changes', async () => {
    const { first, second } = attempts();
    const { updateSupply } = fixture.services;
    await updateSupply({ attempt: first, id: chairs, quantity: 1, ...sender });
    await updateSupply({ attempt: attempts().first, id: chairs, quantity: 2, ...sender });
    expect(await updateSupply({ attempt: second, id: chairs, quantity: 1, ...sender })).toMatchObject({
      kind: 'UpdateSupplySuccess',
      supply: { quantity: 2 },
    });
    expect(await quantities()).toEqual([2]);
  });

  test.each(['waiting', 'published'])('succeeds after a removal (its event is %s)', async (place) => {
    const { first, second } = attempts();
    const { removeSupply } = fixture.services;
    await removeSupply({ attempt: first, id: chairs, ...sender });
    if (place === 'published') await fixture.publish();
    expect(await removeSupply({ attempt: second, id: chairs, ...sender })).toEqual({
      kind: 'RemoveSupplySuccess',
    });
  });

  test('is NotFound when the first one was', async () => {
    const id = newId();
    expect(await fixture.services.removeSupply({ attempt: attempts().second, id, ...sender })).toEqual({
      kind: 'NotFound',
      missingId: id,
    });
  });
});

describe('after the transfer of a room', () => {
  test('its former host still gets the outcome of a command from before', async () => {
    const { first, second } = attempts();
    const { addSupply, updateSupply, removeSupply } = fixture.services;
    const removal = { id: chairs, ...sender };
    const addition = { roomId, name: 'Marker', quantity: 4, ...sender };
    const change = attempts();
    const added = await addSupply({ attempt: first, ...addition });
    const renaming = { id: first.commandId, name: 'Pen', ...sender };
    const updated = await updateSupply({ attempt: change.first, ...renaming });
    const removals = attempts();
    const removed = await removeSupply({ attempt: removals.first, ...removal });

    await fixture.transferRoom(roomId, 'another host');
    expect(await updateSupply({ attempt: change.second, ...renaming })).toEqual(updated);
    expect(await removeSupply({ attempt: removals.second, ...removal })).toEqual(removed);
    expect(await addSupply({ attempt: second, ...addition })).toMatchObject({ kind: added.kind });
    expect(await quantities()).toEqual([4]);
  });

  test('its former host has no further effect', async () => {
    const { addSupply, updateSupply, removeSupply } = fixture.services;
    await fixture.transferRoom(roomId, 'another host');
    const attempt = () => attempts().first;
    const forbidden = { kind: 'Forbidden' };
    const addition = { roomId, name: 'Marker', quantity: 4, ...sender };
    expect(await addSupply({ attempt: attempt(), ...addition })).toEqual(forbidden);
    expect(await updateSupply({ attempt: attempt(), id: chairs, quantity: 1, ...sender })).toEqual(forbidden);
    expect(await removeSupply({ attempt: attempt(), id: chairs, ...sender })).toEqual(forbidden);
    expect(await quantities()).toEqual([8]);
  });
});

test('a command is the cause of its events, with the correlation id of its request', async () => {
  await fixture.publish();
  const { first } = attempts();
  await fixture.services.updateSupply({ attempt: first, id: chairs, quantity: 1, ...sender });
  expect(await fixture.publish()).toMatchObject([
    {
      type: 'meetingroom.supplies.changed.v1',
      aggregateId: roomId,
      version: 2,
      cause: { correlationId: 'story', causationId: first.commandId },
      data: { room: { id: roomId }, supplies: [{ id: chairs, name: 'Chair', quantity: 1 }] },
    },
  ]);
});
