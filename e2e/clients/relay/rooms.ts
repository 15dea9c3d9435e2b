import { graphql } from 'relay-runtime';

export const BOOK = graphql`
  mutation roomsBookMutation($input: BookRoomInput!) {
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
`;

export const ROOMS = graphql`
  query roomsQuery($filter: RoomFilter, $first: Int!, $after: String) {
    ...roomsList @arguments(filter: $filter, first: $first, after: $after)
  }
`;

/** Ids carry no type, so there is no `node(id)`: a list is a fragment of Query, which can be refetched. */
export const ROOMS_LIST = graphql`
  fragment roomsList on Query
  @argumentDefinitions(filter: { type: "RoomFilter" }, first: { type: "Int!" }, after: { type: "String" })
  @refetchable(queryName: "roomsListPageQuery") {
    rooms(filter: $filter, first: $first, after: $after) @connection(key: "roomsList_rooms") {
      edges {
        node {
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
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const FOLLOW = graphql`
  subscription roomsFollowSubscription($roomId: ID!) {
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
`;
