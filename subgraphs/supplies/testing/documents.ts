/** The operations that the tests use. */
const PROBLEM = '... on NotFound { id message } ... on InvalidInput { field message }';
export const ADD = `mutation ($input: AddSupplyInput!) { addSupply(input: $input) { __typename
  ... on AddSupplySuccess { supply { id name quantity updatedAt room { id supplies { name } } } } ${PROBLEM} } }`;
export const UPDATE = `mutation ($input: UpdateSupplyInput!) { updateSupply(input: $input) { __typename
  ... on UpdateSupplySuccess { supply { id name quantity } } ${PROBLEM} } }`;
export const REMOVE = `mutation ($input: RemoveSupplyInput!) { removeSupply(input: $input) { __typename
  ... on RemoveSupplySuccess { id } ... on NotFound { id message } } }`;
export const SET = `mutation ($input: SetStandardSuppliesInput!) { setStandardSupplies(input: $input) { __typename
  ... on SetStandardSuppliesSuccess { lines { name quantity } } ... on InvalidInput { field message } } }`;
export const SUPPLY = 'query ($id: ID!) { supply(id: $id) { id name quantity room { id } } }';
export const STANDARD = '{ standardSupplies { name quantity } }';
export const MAY_REMOVE = 'query ($roomId: ID!) { mayRemoveRoomSupplies(roomId: $roomId) }';
export const ROOMS = `query ($rooms: [_Any!]!) { _entities(representations: $rooms) { ... on Room { id supplies { id name quantity } } } }`;
