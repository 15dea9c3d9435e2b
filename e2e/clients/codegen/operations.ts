import { graphql } from './__generated__/index.ts';

export const BOOK_ROOM = graphql(`
  mutation BookRoom($input: BookRoomInput!) {
    bookRoom(input: $input) {
      __typename
      ... on BookRoomSuccess {
        booking {
          id
          status
        }
      }
      ... on SlotTaken {
        nextFreeSlot {
          start
          end
        }
      }
      ... on InvalidInput {
        problems {
          field
          code
          message
        }
      }
      ... on Problem {
        message
      }
    }
  }
`);

export const ROOM = graphql(`
  fragment RoomItem on Room {
    id
    name
    status
    hourlyRate {
      amount
      currency
    }
    supplies {
      id
      name
    }
  }
`);

export const ROOM_LIST = graphql(`
  query RoomList($filter: RoomFilter, $first: Int!, $after: String) {
    rooms(filter: $filter, first: $first, after: $after) {
      edges {
        node {
          ...RoomItem
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const FOLLOW_ROOM = graphql(`
  subscription FollowRoom($roomId: ID!) {
    roomStatusChanged(roomIds: [$roomId]) {
      kind
      cursor
      status
      room {
        id
        status
      }
    }
  }
`);
